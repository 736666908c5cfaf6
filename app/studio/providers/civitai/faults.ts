import { requireJson } from '#studio/providers/answers'
import type { HttpAnswer, ProviderContext } from '#studio/providers/contract'
import type { FaultCode, ProviderFault } from '#studio/providers/faults'
import { words } from '#studio/providers/wording'

/** The JSON of an answer, or ProviderError in Civitai's own words: `{title, detail, errors}`, or a bare string. */
export function civitaiJson(context: ProviderContext, answer: HttpAnswer, submitted = false) {
  return requireJson(answer, { submitted, better: () => saidBy(context, answer) })
}

function saidBy(context: ProviderContext, { status, json }: HttpAnswer): Partial<ProviderFault> {
  const body = json ?? {}
  const fields = fieldsOf(context, body.errors)
  const message =
    words(context, typeof body === 'string' ? body : (body.detail ?? body.message ?? body.error)) ??
    fields[0]?.message ??
    words(context, body.title)
  return {
    ...(isAboutMoney(status, message) && { code: 'insufficient_funds' }),
    ...(status === 503 && body.status === 503 && { ambiguous: false }),
    providerMessage: message ?? `Status ${status}.`,
    ...(fields.length > 0 && { fields }),
  }
}

function isAboutMoney(status: number, message: string | null = null) {
  return [400, 402, 403].includes(status) && /insufficient|not enough|buzz/i.test(message ?? '')
}

/** `steps[0].input.width` is the field `width`. */
function fieldsOf(context: ProviderContext, errors: Record<string, string[]> | undefined) {
  if (!errors || typeof errors !== 'object') return []
  return Object.entries(errors).map(([path, messages]) => ({
    name: path.replace(/^\$?\.?steps\[\d+\]\.(input\.)?/, ''),
    message: words(context, [messages].flat().join(' ')) ?? '',
  }))
}

/** What a workflow that ended without success says of itself, in the errors of its steps. */
export function civitaiFaultOfJob(
  context: ProviderContext,
  { status, errors, insufficient }: { status: string; errors: string[]; insufficient: boolean }
): ProviderFault {
  const message = words(context, errors.join(' '))
  return {
    code: insufficient ? 'insufficient_funds' : codeOf(status, message ?? ''),
    retry: 'never',
    charged: 'no',
    providerMessage: message ?? `The workflow ended as ${words(context, status)}.`,
  }
}

function codeOf(status: string, message: string): FaultCode {
  if (status === 'expired' || /timed? ?out|expired/i.test(message)) return 'timeout'
  if (/block|moderat|polic|prohibit/i.test(message)) return 'content_policy'
  if (/no_?provider/i.test(message.replaceAll(' ', '_'))) return 'model_unavailable'
  return 'provider_internal'
}
