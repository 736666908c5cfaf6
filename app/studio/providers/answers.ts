import type { HttpAnswer } from '#studio/providers/contract'
import { type FaultCode, ProviderError, type ProviderFault } from '#studio/providers/faults'

/** Nobody waits longer for what a provider says, or a clock that is wrong. */
const longestPause = 15 * 60_000

const codes: Record<number, FaultCode> = {
  400: 'validation',
  401: 'auth',
  402: 'insufficient_funds',
  403: 'permission',
  404: 'model_not_found',
  408: 'timeout',
  413: 'input_media',
  415: 'input_media',
  422: 'validation',
  429: 'rate_limited',
  503: 'model_unavailable',
  504: 'timeout',
}
const passing = new Set<FaultCode>([
  'rate_limited',
  'model_unavailable',
  'timeout',
  'provider_internal',
  'network',
])

/**
 * The answer of a request that went well. Throws ProviderError of any other; `better` is
 * what the adapter knows of it. After a submit, `submitted` makes ambiguous what may
 * have been taken: an error of the provider's machine or of one before it, or an answer that is not
 * JSON; where the adapter knows the words of a refusal, it says so.
 */
export function requireJson(
  answer: HttpAnswer,
  {
    submitted = false,
    better,
  }: { submitted?: boolean; better?: (answer: HttpAnswer) => Partial<ProviderFault> } = {}
): any {
  const ok = answer.status >= 200 && answer.status < 300
  if (ok && answer.json !== null) return answer.json
  const fault = { ...faultOfAnswer(answer), ...(ok ? {} : better?.(answer)) }
  const isUncertain = fault.ambiguous ?? (ok || answer.status === 408 || answer.status >= 500)
  if (!submitted) throw new ProviderError(fault)
  if (!isUncertain) throw new ProviderError({ charged: 'no', ...fault })
  throw new ProviderError({ ...fault, ambiguous: true, charged: 'maybe', retry: 'never' })
}

/** What is wrong by the status alone, with the provider's own words where there are some. */
export function faultOfAnswer(answer: HttpAnswer, now = new Date()): ProviderFault {
  const code = codes[answer.status] ?? (answer.status < 300 ? 'network' : 'provider_internal')
  return {
    code,
    retry: passing.has(code) ? 'later' : 'never',
    retryAfterMs: retryAfter(answer, now),
    httpStatus: answer.status,
    providerMessage: messageOf(answer),
    requestId: answer.headers['x-request-id'] ?? answer.headers['x-fal-request-id'],
  }
}

/** Milliseconds of the header, which is seconds or a date; at most fifteen minutes. */
export function retryAfter(
  { headers }: { headers: Record<string, string | string[] | undefined> },
  now: Date
): number | undefined {
  const value = [headers['retry-after'] ?? ''].flat()[0].trim()
  if (!value) return undefined
  const milliseconds = /^\d+(\.\d+)?$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - now.getTime()
  if (Number.isNaN(milliseconds)) return undefined
  return Math.min(longestPause, Math.max(0, milliseconds))
}

/** The provider's words wherever providers put them; of a page of HTML nothing is repeated. */
function messageOf({ status, json, headers }: HttpAnswer) {
  if (json === null) {
    if (status >= 300 && status < 400) return `A redirect to ${originOf(headers.location)}.`
    return status < 300 ? 'The answer is not what this provider sends.' : `Status ${status}.`
  }
  const error = json.error ?? json
  const found =
    [json.detail, error?.message, json.title, json.message, error].find(
      (each) => typeof each === 'string' && each
    ) ?? JSON.stringify(json.detail ?? json)
  return String(found).slice(0, 500)
}

function originOf(location = '') {
  return URL.canParse(location) ? new URL(location).origin : 'another address'
}
