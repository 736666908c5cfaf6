import type { ProviderContext } from '#studio/providers/contract'
import { openAiJson } from '#studio/providers/openai/asking'
import { orderOf } from '#studio/providers/openai/dialects'
import { succeeded } from '#studio/providers/snapshots'
import type { Cost, Json, RemoteOutput, Submission, SubmitResult } from '#studio/providers/shapes'

const largestAnswer = 96_000_000

interface Answer {
  data?: { b64_json?: string; url?: string; media_type?: string; revised_prompt?: string }[]
  output_format?: string
  usage?: { total_tokens?: number; cost?: number }
}

/** The answer to the order holds the pictures, and nobody keeps it: it is known by the attempt's own key. */
export async function orderImages(
  context: ProviderContext,
  { model, parameters, attemptKey, timeLimit }: Submission
): Promise<SubmitResult> {
  const answer: Answer = openAiJson(
    context,
    await context.http.submit({
      ...orderOf(context, model.ref, parameters),
      maxBytes: largestAnswer,
      timeoutMs: timeLimit * 1000,
    }),
    true
  )
  return {
    reference: { externalId: attemptKey, modelRef: model.ref },
    snapshot: succeeded(outputsOf(context, answer), costOf(answer)),
  }
}

function outputsOf(context: ProviderContext, { data = [], output_format: format }: Answer) {
  return data.flatMap((image): RemoteOutput[] => {
    const source = sourceOf(context, image)
    if (!source) return []
    const mime = image.media_type ?? (format && `image/${format}`)
    const meta: Record<string, Json> | undefined =
      image.revised_prompt === undefined ? undefined : { revised_prompt: image.revised_prompt }
    return [{ source, ...(mime && { mime }), ...(meta && { meta }) }]
  })
}

function sourceOf(
  context: ProviderContext,
  { b64_json: data, url }: { b64_json?: string; url?: string }
): RemoteOutput['source'] | null {
  if (data) return { bytes: Buffer.from(data, 'base64') }
  if (!url || !URL.canParse(url)) return null
  return { url, authorized: new URL(url).origin === new URL(context.baseUrl).origin }
}

/** OpenRouter tells the price; OpenAI tells tokens, whose price is in no answer. */
export function costOf({ usage }: Pick<Answer, 'usage'>): Cost | undefined {
  if (typeof usage?.cost === 'number')
    return { amount: usage.cost.toFixed(6), currency: 'USD', kind: 'actual' }
  if (typeof usage?.total_tokens !== 'number') return undefined
  return { amount: String(usage.total_tokens), currency: 'TOKENS', kind: 'actual' }
}
