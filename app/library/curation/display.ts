import type { HttpContext } from '@adonisjs/core/http'

/** Whether this browser put the panel beside the picture away; the page's script writes the cookie. */
export function infoHidden(request: HttpContext['request']) {
  return request.plainCookie('info', { encoded: false }) === 'hidden'
}
