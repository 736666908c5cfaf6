import { faultOfAnswer, requireJson } from '#studio/providers/answers'
import type { HttpAnswer, ProviderContext } from '#studio/providers/contract'
import type { FaultCode, ProviderFault } from '#studio/providers/faults'
import { words } from '#studio/providers/wording'

/** fal's own names of what went wrong, by model (`type`) and by request (`error_type`). */
const codes: Partial<Record<string, FaultCode>> = {
  content_policy_violation: 'content_policy',
  no_media_generated: 'content_policy',
  image_too_small: 'input_media',
  image_too_large: 'input_media',
  image_load_error: 'input_media',
  file_download_error: 'input_media',
  file_too_large: 'input_media',
  face_detection_error: 'input_media',
  unsupported_image_format: 'input_media',
  unsupported_audio_format: 'input_media',
  unsupported_video_format: 'input_media',
  feature_not_supported: 'unsupported',
  generation_timeout: 'timeout',
  request_timeout: 'timeout',
  startup_timeout: 'timeout',
  runner_scheduling_failure: 'model_unavailable',
  runner_connection_timeout: 'model_unavailable',
  runner_disconnected: 'model_unavailable',
  runner_connection_refused: 'model_unavailable',
  runner_connection_error: 'model_unavailable',
  runner_incomplete_response: 'provider_internal',
  runner_server_error: 'provider_internal',
  downstream_service_error: 'provider_internal',
  internal_server_error: 'provider_internal',
  internal_error: 'provider_internal',
  client_cancelled: 'cancelled',
  client_disconnected: 'cancelled',
}

interface Complaint {
  loc?: (string | number)[]
  msg?: string
  type?: string
}

/** The JSON of an answer, or ProviderError in fal's own words. */
export function falJson(context: ProviderContext, answer: HttpAnswer, submitted = false) {
  return requireJson(answer, { submitted, better: () => saidBy(context, answer) })
}

export function falFault(context: ProviderContext, answer: HttpAnswer): ProviderFault {
  return { ...faultOfAnswer(answer, context.now()), ...saidBy(context, answer) }
}

/** `{detail: [{loc, msg, type}]}` of a model, `{detail, error_type}` of the queue, `{error}` of the platform. */
function saidBy(context: ProviderContext, answer: HttpAnswer): Partial<ProviderFault> {
  const body: Record<string, any> = answer.json ?? {}
  const { detail, error } = body
  const complaints: Complaint[] = Array.isArray(detail) ? detail : []
  const type: string | undefined =
    body.error_type ?? answer.headers['x-fal-error-type'] ?? complaints[0]?.type ?? error?.type
  const message = words(context, complaints[0]?.msg ?? error?.message ?? detail ?? error)
  const code = codes[type ?? ''] ?? codeOfRefusal(answer.status, message ?? '')
  return {
    ...(code && { code }),
    /** Its own word that nothing was taken; a 503 of a gateway before it has none. */
    ...(answer.status === 503 && body.error_type in codes && { ambiguous: false }),
    ...(type !== undefined && { providerCode: type }),
    providerMessage: message ?? `Status ${answer.status}.`,
    ...(complaints.length > 0 && !codes[type ?? ''] && { fields: fieldsOf(context, complaints) }),
  }
}

/** What a request that is over says of itself. */
export function falFaultOfJob(
  context: ProviderContext,
  errorType: string | undefined,
  message: unknown
): ProviderFault {
  return {
    code: codes[errorType ?? ''] ?? 'provider_internal',
    retry: 'never',
    charged: 'no',
    ...(errorType && { providerCode: errorType }),
    providerMessage: words(context, message) ?? errorType,
  }
}

/** Of 403 only the words tell whether the key, the credit or the right is missing. */
function codeOfRefusal(status: number, message: string): FaultCode | undefined {
  if (status !== 403) return undefined
  if (/locked|exhausted|balance|credit/i.test(message)) return 'insufficient_funds'
  return /cannot access|authenti/i.test(message) ? 'auth' : undefined
}

function fieldsOf(context: ProviderContext, complaints: Complaint[]) {
  return complaints.map(({ loc = [], msg }) => ({
    name: loc.filter((part) => part !== 'body').join('.'),
    message: words(context, msg) ?? '',
  }))
}
