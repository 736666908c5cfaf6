import type { HttpContext } from '@adonisjs/core/http'

export const views = ['grid', 'list'] as const
export const sizes = ['small', 'medium', 'large'] as const

/** How a search is shown; it never changes what is found. */
export interface Display {
  view: (typeof views)[number]
  size: (typeof sizes)[number]
}

/** What the address asks for, else what this browser used last. */
export function chosenDisplay({ request, response }: HttpContext, asked: Partial<Display>) {
  const kept = String(request.plainCookie('display', { encoded: false }) ?? '').split('.')
  const display: Display = {
    view: asked.view ?? views.find((view) => view === kept[0]) ?? 'grid',
    size: asked.size ?? sizes.find((size) => size === kept[1]) ?? 'medium',
  }
  const chosen = `${display.view}.${display.size}`
  if (chosen !== kept.join('.') && (asked.view || asked.size)) {
    response.plainCookie('display', chosen, { encode: false, maxAge: '400d' })
  }
  return display
}

/** Whether this browser left the filters open; the page's script writes the cookie. */
export function facetsOpen(request: HttpContext['request']) {
  return request.plainCookie('facets', { encoded: false }) === 'open'
}
