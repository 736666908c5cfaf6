import type { Infer } from '@vinejs/vine/types'
import { readParameters } from '#studio/forms/reading'
import type ProviderModel from '#studio/models/provider_model'
import type { Draft } from '#studio/ordering/drafting'
import type { draftValidator } from '#studio/orders/validators'
import type { ParameterSpec } from '#studio/providers/shapes'

export type TypedOrder = Infer<typeof draftValidator>

/** Parameters the page of an order has fields of its own for. */
export const elsewhere: ParameterSpec['role'][] = ['prompt', 'negative_prompt', 'seed']

/** What was typed as a draft keeps it, and what is wrong by the name of the field it was typed into. */
export function readOrderForm(typed: TypedOrder, model: ProviderModel | null) {
  const { parameters, vary, further } = typed
  const read = readParameters(
    model?.parameters ?? [],
    model?.schema ?? null,
    { parameters, vary, further },
    { elsewhere }
  )
  const draft: Omit<Draft, 'templateVersionId'> = {
    modelId: model?.id ?? null,
    prompt: typed.prompt ?? '',
    negativePrompt: typed.negativePrompt ?? '',
    parameters: read.values,
    mode: typed.mode ?? 'combinatorial',
    seed: typed.seed ?? null,
    seedPolicy: typed.seedPolicy ?? 'random',
    count: typed.count ?? 1,
    variables: textsOf(typed.variables),
  }
  return { draft, problems: problemsOf(read, vary) }
}

/** Name of field → what is wrong there. */
function problemsOf(
  { errors, further }: ReturnType<typeof readParameters>,
  vary: Record<string, unknown> = {}
) {
  const atFields = Object.entries(errors).map(([name, message]) => [
    `${vary[name] ? 'vary' : 'parameters'}[${name}]`,
    message,
  ])
  return { ...Object.fromEntries(atFields), ...(further && { further }) } as Record<string, string>
}

function textsOf(variables: Record<string, string | null> = {}) {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value ?? '']))
}
