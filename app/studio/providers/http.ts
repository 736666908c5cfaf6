import { setTimeout as sleep } from 'node:timers/promises'
import { type Dispatcher, request as send } from 'undici'
import providers from '#config/providers'
import { NotConnected, directAgent, unsharedAgent } from '#studio/providers/connecting'
import { retryAfter } from '#studio/providers/answers'
import type { HttpAnswer, HttpRequest, ProviderHttp } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import { listenAt } from '#studio/providers/listening'

interface Door {
  /** Whoever asks for another origin than these is refused: a key goes nowhere else. */
  origins: string[]
  signal: AbortSignal
  /** Taken out of every message, in case a provider repeats what it was sent. */
  secret?: string
}

const mostTries = 4
/** A longer wait is the engine's: it lets the credential rest and does something else. */
const longestWait = 5_000
const usualBytes = 4_000_000

/**
 * The one door to the outside. Reads are tried up to four times; a submit is sent once,
 * on a connection of its own. No redirect is followed. Answers of every status are
 * returned; `#studio/providers/answers` makes faults of them.
 */
export function openHttp({ origins, signal, secret = '' }: Door): ProviderHttp {
  const allowed = new Set(origins.map((origin) => new URL(origin).origin))
  const door = { signal, hide: hiding(secret) }
  const once = async (request: HttpRequest, dispatcher: Dispatcher, usualTimeout: number) => {
    requireAllowed(request.url, allowed)
    return perform(request, dispatcher, door, request.timeoutMs ?? usualTimeout)
  }
  return {
    read: (request) => repeat(() => once(request, directAgent, providers.answerTime), signal),
    submit: (request) =>
      once(request, unsharedAgent, providers.acceptTime).catch((error: ProviderError) => {
        throw asSubmitted(error)
      }),
    listen: async ({ url, headers }, hear) => {
      requireAllowed(url, allowed)
      return listenAt(url, { headers, signal, hear })
    },
  }
}

async function repeat(ask: () => Promise<HttpAnswer>, signal: AbortSignal) {
  for (let tried = 1; ; tried++) {
    const outcome = await ask().catch((error: ProviderError) => error)
    const isLast = tried === mostTries || signal.aborted
    if (outcome instanceof Error) {
      if (isLast || !(outcome instanceof ProviderError) || outcome.fault.retry === 'never') {
        throw outcome
      }
    } else if (isLast || !isPassing(outcome)) return outcome
    const backoff = providers.shortestWait * 2 ** (tried - 1) * (0.5 + Math.random() / 2)
    const wait = outcome instanceof Error ? backoff : (retryAfter(outcome, new Date()) ?? backoff)
    if (wait > longestWait && !(outcome instanceof Error)) return outcome
    await sleep(wait, undefined, { signal }).catch(() => {})
  }
}

function isPassing({ status }: HttpAnswer) {
  return status === 429 || (status >= 500 && status !== 501)
}

function requireAllowed(url: string, allowed: Set<string>) {
  if (URL.canParse(url) && allowed.has(new URL(url).origin)) return
  throw new ProviderError({
    code: 'address_refused',
    retry: 'never',
    providerMessage: `Nothing is sent to ${URL.canParse(url) ? new URL(url).origin : 'no address'}.`,
  })
}

async function perform(
  request: HttpRequest,
  dispatcher: Dispatcher,
  { signal, hide }: { signal: AbortSignal; hide: (text: string) => string },
  timeoutMs: number
): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await send(request.url, {
      method: request.method,
      dispatcher,
      signal: AbortSignal.any([signal, deadline]),
      ...(await encoded(request)),
    })
    const bytes = await readBody(answer.body, request.maxBytes ?? usualBytes)
    return answerOf(answer.statusCode, answer.headers, bytes, hide)
  } catch (error) {
    throw deadline.aborted && !signal.aborted ? tookTooLong(timeoutMs) : asFault(error, request.url)
  }
}

async function encoded({ headers, json, body }: HttpRequest) {
  const own = { 'user-agent': 'Atelier', 'accept': 'application/json, */*', ...headers }
  if (json !== undefined) {
    return { headers: { ...own, 'content-type': 'application/json' }, body: JSON.stringify(json) }
  }
  if (!(body instanceof FormData)) return { headers: own, body }
  const form = new Response(body)
  const type = form.headers.get('content-type')!
  return {
    headers: { ...own, 'content-type': type },
    body: new Uint8Array(await form.arrayBuffer()),
  }
}

async function readBody(body: AsyncIterable<Buffer> & { destroy(): unknown }, maxBytes: number) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) {
      body.destroy()
      throw new ProviderError({
        code: 'output_too_large',
        retry: 'never',
        providerMessage: `The answer is larger than ${Math.round(maxBytes / 1e6)} MB.`,
      })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function answerOf(
  status: number,
  raw: Record<string, string | string[] | undefined>,
  bytes: Buffer,
  hide: (text: string) => string
) {
  const headers = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, hide([value ?? ''].flat().join(', '))])
  )
  if (!/\bjson\b/.test(headers['content-type'] ?? '')) return { status, headers, bytes, json: null }
  try {
    return { status, headers, bytes, json: JSON.parse(hide(bytes.toString())) }
  } catch {
    if (status >= 400) return { status, headers, bytes, json: null }
    throw brokenOff('The answer ended in the middle.')
  }
}

/** A provider may repeat what it was sent, or a part of it; what is shorter than a key could be any word. */
function hiding(secret: string) {
  const parts = [secret, Buffer.from(secret).toString('base64'), ...secret.split(':')]
  const forms = parts.filter((part) => part.length >= 8)
  return (text: string) => forms.reduce((hidden, form) => hidden.replaceAll(form, '•••'), text)
}

/** What was sent may have been taken, unless no connection came about. */
function asSubmitted(error: ProviderError) {
  if (!(error instanceof ProviderError)) return error
  const { fault } = error
  if (fault.code === 'address_refused' || fault.charged === 'no') return error
  return new ProviderError({ ...fault, ambiguous: true, charged: 'maybe', retry: 'never' })
}

function asFault(error: unknown, url: string) {
  if (error instanceof ProviderError) return error
  const { host } = new URL(url)
  if (!(error instanceof NotConnected)) return brokenOff(`The connection to ${host} broke off.`)
  return new ProviderError({
    code: 'network',
    retry: 'later',
    charged: 'no',
    providerMessage: `Cannot reach ${host}: ${error.message}`,
  })
}

function brokenOff(providerMessage: string) {
  return new ProviderError({ code: 'network', retry: 'later', providerMessage })
}

function tookTooLong(timeoutMs: number) {
  return new ProviderError({
    code: 'timeout',
    retry: 'later',
    providerMessage: `No answer within ${Math.round(timeoutMs / 1000)} s.`,
  })
}
