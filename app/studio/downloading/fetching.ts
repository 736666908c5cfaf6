import type { Readable } from 'node:stream'
import { type Dispatcher, request as send } from 'undici'
import downloads from '#config/downloads'
import { retryAfter } from '#studio/providers/answers'
import { directAgent, NotPublic, publicAgent } from '#studio/providers/connecting'
import type { ProviderAdapter } from '#studio/providers/contract'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'

interface Errand {
  adapter: ProviderAdapter
  baseUrl: string
  /** Shown only to the origin the result was announced at, and only if that is the provider's. */
  headers?: Record<string, string>
  signal: AbortSignal
  /** Who connects to the open internet; another one in tests. */
  agent?: Dispatcher
}

/** The body of a result. What a provider says of where it lies is believed only as far as it cannot do harm. */
export async function fetchOutput(url: string, errand: Errand): Promise<Readable> {
  let address = parse(url)
  for (let hops = 0; hops <= downloads.mostRedirects; hops++) {
    const isOwn = address.origin === new URL(errand.baseUrl).origin
    const isConfigured = isOwn && errand.baseUrl !== errand.adapter.capabilities.defaultBaseUrl
    const isAtHome = isConfigured || (isOwn && errand.adapter.capabilities.local)
    if (!isAtHome) requirePublic(address, isOwn, errand.adapter)
    const answer = await ask(address, isAtHome ? directAgent : (errand.agent ?? publicAgent), {
      ...errand,
      headers: isOwn ? errand.headers : undefined,
    })
    if (answer.statusCode < 300) return answer.body
    await answer.body.dump()
    const { location } = answer.headers
    if (answer.statusCode >= 400 || !location) throw refusalOf(answer)
    if (isAtHome) throw refused(`${address.host} leads on to another address.`)
    address = parse(String(location), address)
  }
  throw refused('It leads on and on to other addresses.')
}

/** What was entered by an administrator may lie anywhere; everything else in the open, and where the provider keeps results. */
function requirePublic(
  { protocol, port, hostname, username }: URL,
  isOwn: boolean,
  { name, outputHosts }: ProviderAdapter
) {
  if (protocol !== 'https:' || port || username) {
    throw refused(`Results are fetched over https:// only, not from ${protocol}//${hostname}.`)
  }
  if (!isOwn && outputHosts && !outputHosts.some((pattern) => fits(hostname, pattern))) {
    throw refused(`${name} keeps no results at ${hostname}.`)
  }
}

function fits(hostname: string, pattern: string) {
  if (!pattern.startsWith('*.')) return hostname === pattern
  return hostname.endsWith(pattern.slice(1)) && hostname.length >= pattern.length
}

async function ask(url: URL, dispatcher: Dispatcher, { headers, signal }: Errand) {
  try {
    return await send(url, {
      dispatcher,
      signal,
      headers: { 'user-agent': 'Atelier', 'accept-encoding': 'identity', ...headers },
      headersTimeout: downloads.patience,
      bodyTimeout: downloads.patience,
    })
  } catch (error) {
    const closed = [error, (error as Error).cause].find((each) => each instanceof NotPublic)
    if (closed) throw refused(`Nothing is fetched from there: ${(closed as Error).message}.`)
    throw new ProviderError({
      code: 'network',
      retry: 'later',
      providerMessage: `Cannot fetch the result from ${url.host}.`,
    })
  }
}

function refusalOf(answer: Dispatcher.ResponseData) {
  const { statusCode } = answer
  const isGone = [401, 403, 404, 410].includes(statusCode)
  const fault: ProviderFault = {
    code: isGone ? 'output_expired' : 'provider_internal',
    retry: isGone ? 'never' : 'later',
    httpStatus: statusCode,
    retryAfterMs: retryAfter(answer, new Date()),
    providerMessage: `The result was answered with status ${statusCode}.`,
  }
  return new ProviderError(fault)
}

function parse(text: string, from?: URL) {
  const url = URL.parse(text, from?.href)
  if (!url) throw refused('The address of the result cannot be read.')
  return url
}

function refused(providerMessage: string) {
  return new ProviderError({ code: 'address_refused', retry: 'never', providerMessage })
}
