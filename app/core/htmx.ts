import type { HttpContext } from '@adonisjs/core/http'

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
