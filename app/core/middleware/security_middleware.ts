import { isIP } from 'node:net'
import { host, publicUrl } from '#config/app'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

const headers = {
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** For files, and for errors before Shield, which has the policy of the pages. */
const filePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

const writes = ['POST', 'PUT', 'PATCH', 'DELETE']

/** What every answer carries, and which requests are not for this site at all. */
export default class SecurityMiddleware {
  async handle({ request, response }: HttpContext, next: NextFn) {
    for (const [name, value] of Object.entries(headers)) response.header(name, value)
    /** Set at once, as Shield does, which thereby replaces it; headers of AdonisJS are set at the end. */
    response.response.setHeader('Content-Security-Policy', filePolicy)
    dropOddReferrer(request)
    const strange = namesOf(request).find((name) => !isKnownHost(name))
    if (strange !== undefined) throw misdirected(strange)
    if (writes.includes(request.method()) && request.header('Sec-Fetch-Site') === 'cross-site') {
      throw new Exception('Another website sent this form, so nothing was changed.', {
        status: 403,
      })
    }
    return next()
  }
}

/** What looks like a path of ours and is an address of another site: `redirect().back()` would believe it. */
function dropOddReferrer({ request: { headers: sent } }: HttpContext['request']) {
  if (/^\/([/\\]|%2f|%5c)/i.test(sent.referer ?? '')) delete sent.referer
}

/**
 * The name that a proxy tells, which a page can write into its requests too, and the one
 * in the Host header, which it cannot.
 */
function namesOf(request: HttpContext['request']) {
  const url = `http://${request.header('Host')}`
  return [URL.parse(url)?.hostname ?? '', request.hostname() ?? '']
}

/**
 * A page of another site can point its own name at this machine and then read what this
 * server answers (DNS rebinding); it cannot fake the Host header. Addresses and localhost
 * are safe. Other names must be told by APP_URL, unless the whole network may come in and
 * no APP_URL says under which name.
 */
function isKnownHost(name: string) {
  const plain = name.replace(/^\[|\]$/g, '')
  if (isIP(plain) || plain === 'localhost' || plain.endsWith('.localhost')) return true
  return publicUrl ? plain === new URL(publicUrl).hostname : !isLoopback(host)
}

function isLoopback(address: string) {
  return address === 'localhost' || address === '::1' || address.startsWith('127.')
}

function misdirected(name: string) {
  return new Exception(
    `This server does not know itself as "${name}": set APP_URL in .env to the address people use.`,
    { status: 421 }
  )
}
