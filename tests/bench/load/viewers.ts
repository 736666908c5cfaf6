import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'
import { random } from '#tests/helpers/random'
import { subjects } from './pictures.js'

/**
 * A process of its own in which people look through the library: a page, what scrolling adds to
 * it, its thumbnails over six connections as a browser does, an item, and a look at it. Keeps no
 * picture, though a browser would. Tells what was answered since it was asked last.
 */
export type Kind = 'page' | 'fragment' | 'thumbnail'
export interface Seen {
  times: Record<Kind, number[]>
  /** What went wrong, and how often. */
  errors: Record<string, number>
}

const thumbnailsEach = 30
const searches = ['', ...subjects, 'model:model-3', 'steps:>=30']

const nothingSeen = (): Seen => ({ times: { page: [], fragment: [], thumbnail: [] }, errors: {} })
let seen = nothingSeen()

process.on('message', (message: { origin: string; cookies: string[] } | 'tell') => {
  if (message === 'tell') {
    process.send!({ seen })
    seen = nothingSeen()
    return
  }
  const { origin, cookies } = message
  cookies.forEach((cookie, number) => void look(origin, cookie, number))
})

async function look(origin: string, cookie: string, number: number) {
  const pool = new Pool(origin, { connections: 6 })
  const { next, pick } = random(number)
  await wait(next(4_000))
  while (true) {
    await view(pool, cookie, pick(searches)).catch(({ message }) => count(message))
    await wait(2_000 + next(4_000))
  }
}

async function view(pool: Pool, cookie: string, q: string) {
  const ask = (kind: Kind, path: string, headers = {}) =>
    timed(pool, kind, path, { ...headers, cookie, accept: 'text/html' })
  const page = await ask('page', `/library?q=${encodeURIComponent(q)}`)
  const more = page.match(/class="more" hx-get="([^"]+)"/)?.[1].replaceAll('&amp;', '&')
  const partial = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
  const fragment = await ask('fragment', more ?? '/library/facets', partial)
  const thumbnails = `${fragment}${page}`.match(/\/library\/\d+\/thumbnails\/320\?v=\w+/g) ?? []
  const shown = [...new Set(thumbnails)].slice(0, thumbnailsEach)
  await Promise.all(shown.map((path) => ask('thumbnail', path)))
  if (shown.length) await ask('page', shown[0].replace(/\/thumbnails.*/, ''))
}

async function timed(pool: Pool, kind: Kind, path: string, headers: Record<string, string>) {
  const started = performance.now()
  const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
  const content = kind === 'thumbnail' ? await body.bytes() : await body.text()
  seen.times[kind].push(performance.now() - started)
  if (statusCode !== 200) count(`${kind} answered ${statusCode}`)
  return typeof content === 'string' ? content : ''
}

function count(error: string) {
  seen.errors[error] = (seen.errors[error] ?? 0) + 1
}
