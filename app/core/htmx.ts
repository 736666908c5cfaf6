import type { HttpContext } from '@adonisjs/core/http'

/** Goes into the page's head: no style or eval of htmx's own, and nothing from elsewhere. */
export const htmxConfig = JSON.stringify({
  mode: 'same-origin',
  history: 'reload',
  includeIndicatorCSS: false,
  /** Settling copies style attributes, such as that of a text box made taller by hand, and the policy refuses them. */
  defaultSettleDelay: 0,
})

/** Whether htmx asks for a part of the page; a boosted or restored page wants all of it. */
export function wantsFragment({ request }: HttpContext) {
  return request.header('HX-Request') === 'true' && request.header('HX-Request-Type') === 'partial'
}

/** The answer to an action: the fragment for htmx, a redirect to the page that shows it for everybody else. */
export function swap(
  ctx: HttpContext,
  fragment: string,
  state: Record<string, unknown>,
  pageUrl: string
) {
  if (wantsFragment(ctx)) return ctx.view.render(fragment, state)
  return ctx.response.redirect(pageUrl)
}

export interface Notice {
  text: string
  tone?: 'error'
  /** Offers Undo for this change. */
  changeId?: string
  /** Offers Undo by sending a form: for what is no change of items. On full pages only. */
  undo?: { url: string; fields: Record<string, string> } | null
}

/** A toast, on whatever the person sees next: the page an htmx answer lands in, or the page a redirect leads to. */
export function notify(ctx: HttpContext, notice: Notice) {
  if (wantsFragment(ctx)) return toast(ctx, notice)
  if (notice.changeId || notice.undo) return ctx.session.flash('undo', notice)
  ctx.session.flash(notice.tone === 'error' ? 'error' : 'notice', notice.text)
}

/** Has htmx get the page again, because of what is not on it yet; the notice is shown there. */
export function reload({ session, response }: HttpContext, notice: Notice) {
  session.flash(notice.tone === 'error' ? 'error' : 'notice', notice.text)
  response.header('HX-Refresh', 'true')
}

/** Answers htmx with a toast alone and leaves the page as it is. */
export function refuse(ctx: HttpContext, status: number, text: string) {
  toast(ctx, { text, tone: 'error' })
  ctx.response.header('HX-Reswap', 'none')
  ctx.response.status(status).send(text)
}

/** Headers are ASCII, and htmx reads this one as JSON. */
function toast({ response }: HttpContext, notice: Notice) {
  const json = JSON.stringify({ toast: notice })
  const ascii = json.replace(/[^\x20-\x7e]/g, (sign) => {
    return '\\u' + sign.charCodeAt(0).toString(16).padStart(4, '0')
  })
  response.header('HX-Trigger', ascii)
}
