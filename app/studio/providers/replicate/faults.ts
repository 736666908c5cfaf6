import { requireJson, retryAfter } from '#studio/providers/answers'
import type { HttpAnswer, ProviderContext } from '#studio/providers/contract'
import type { FaultCode, ProviderFault } from '#studio/providers/faults'
import { words } from '#studio/providers/wording'

/** The JSON of an answer, or ProviderError in Replicate's own words: `{detail, title, status, invalid_fields}`. */
export function replicateJson(context: ProviderContext, answer: HttpAnswer, submitted = false) {
  return requireJson(answer, {
    submitted,
    better: () => {
      const { detail, title, invalid_fields: invalid } = answer.json ?? {}
      return {
        providerMessage: words(context, detail ?? title) ?? `Status ${answer.status}.`,
        ...(answer.status === 503 && title && answer.json.status === 503 && { ambiguous: false }),
        ...(answer.status === 429 && { retryAfterMs: waitOf(context, answer) }),
        ...(Array.isArray(invalid) && { fields: fieldsOf(context, invalid) }),
      }
    },
  })
}

/** In the header, as `retry_after` in the body, or only in the sentence "resets in ~30s". */
function waitOf(context: ProviderContext, answer: HttpAnswer) {
  const inHeader = retryAfter(answer, context.now())
  if (inHeader !== undefined) return inHeader
  const said = /resets in ~?(\d+)\s?s/.exec(String(answer.json?.detail))?.[1]
  const seconds = Number(answer.json?.retry_after ?? said)
  return Number.isFinite(seconds) ? Math.min(seconds, 900) * 1000 : undefined
}

function fieldsOf(context: ProviderContext, invalid: { field?: string; description?: string }[]) {
  return invalid.map(({ field = '', description }) => ({
    name: field.replace(/^input\./, ''),
    message: words(context, description) ?? '',
  }))
}

/** A prediction that failed says why in one sentence, at times with a number, E1001. */
export function replicateFaultOfJob(
  context: ProviderContext,
  { error, logs = '' }: { error: string | null; logs?: string }
): ProviderFault {
  const said = error ?? ''
  const number = /\bE\d{4}\b/.exec(`${said}\n${logs}`)?.[0]
  return {
    code: codeOf(said, number),
    retry: 'never',
    charged: 'maybe',
    ...(number && { providerCode: number }),
    providerMessage: words(context, said) ?? number,
  }
}

function codeOf(said: string, number?: string): FaultCode {
  if (number === 'E1001' || /out of memory/i.test(said)) return 'out_of_memory'
  if (/nsfw|sensitive|content polic|flagged|moderat/i.test(said)) return 'content_policy'
  if (/timed? ?out/i.test(said)) return 'timeout'
  return 'provider_internal'
}
