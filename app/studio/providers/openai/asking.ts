import { requireJson } from '#studio/providers/answers'
import type { HttpAnswer, HttpRequest, ProviderContext } from '#studio/providers/contract'
import type { FaultCode, ProviderFault } from '#studio/providers/faults'
import { bearer } from '#studio/providers/login'
import { words } from '#studio/providers/wording'

/** How servers that speak like OpenAI are asked, and what they say when they refuse. */

export function request(
  context: ProviderContext,
  path: string,
  method: HttpRequest['method'] = 'GET'
): HttpRequest {
  return { method, url: context.baseUrl + path, headers: bearer(context) }
}

const codes: Partial<Record<string, FaultCode>> = {
  moderation_blocked: 'content_policy',
  content_policy_violation: 'content_policy',
  content_filter: 'content_policy',
  insufficient_quota: 'insufficient_funds',
  billing_hard_limit_reached: 'insufficient_funds',
  invalid_api_key: 'auth',
  model_not_found: 'model_not_found',
  invalid_image_format: 'input_media',
  image_parse_error: 'input_media',
}

/** The JSON of an answer, or ProviderError in the server's own words. */
export function openAiJson(context: ProviderContext, answer: HttpAnswer, submitted = false) {
  return requireJson(answer, { submitted, better: () => saidBy(context, answer) })
}

/** `{error: {message, type, param, code}}`, or only `{error: "text"}` of a small server. */
function saidBy(context: ProviderContext, { status, json }: HttpAnswer): Partial<ProviderFault> {
  const error = json?.error ?? json ?? {}
  const message = words(context, typeof error === 'string' ? error : error.message)
  const code = codeOf(error, message)
  return {
    ...(code && { code, retry: 'never' as const }),
    ...(typeof error.code === 'string' && { providerCode: error.code }),
    ...(status === 503 && typeof error.type === 'string' && { ambiguous: false }),
    providerMessage: message ?? `Status ${status}.`,
    ...(error.param && { fields: [{ name: String(error.param), message: message ?? '' }] }),
  }
}

/** What a video that failed says: `{code, message}`, or a sentence. */
export function openAiFaultOfJob(context: ProviderContext, error: unknown): ProviderFault {
  const { code, message = error } = (error ?? {}) as { code?: string; message?: unknown }
  const said = words(context, message)
  return {
    code: codeOf({ code }, said) ?? 'provider_internal',
    retry: 'never',
    charged: 'maybe',
    ...(code && { providerCode: code }),
    providerMessage: said ?? 'The provider does not say why.',
  }
}

function codeOf(error: { code?: unknown; type?: unknown }, message: string | null) {
  const known = codes[String(error.code)] ?? codes[String(error.type)]
  if (known) return known
  return /safety system|moderation|content polic/i.test(message ?? '')
    ? 'content_policy'
    : undefined
}
