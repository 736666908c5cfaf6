import { DateTime } from 'luxon'
import type OrderAttempt from '#studio/models/order_attempt'
import type OrderOutput from '#studio/models/order_output'
import ProviderModel from '#studio/models/provider_model'
import type { Json } from '#studio/providers/shapes'

/**
 * All a product was made from, as a flat object in the words of a side file: what is kept of it in the
 * library, and written into the file that is downloaded. The provider's own parameters keep their names.
 */
export async function recipeOfProduct(attempt: OrderAttempt, output: OrderOutput) {
  const { item } = attempt
  const { order } = item
  const model = order.modelId ? await ProviderModel.find(order.modelId) : null
  return {
    prompt: item.prompt,
    negativePrompt: item.negativePrompt || undefined,
    template: templateOf(order.prompt, item.prompt),
    negativeTemplate: templateOf(order.negativePrompt, item.negativePrompt),
    model: order.modelName ?? order.modelRef,
    seed: output.source.seed ?? item.seed ?? undefined,
    ...parametersOf(item.parameters, model),
    ...output.source.meta,
    mode: model?.modality,
    generator: attempt.provider,
    capturedAt: DateTime.now().toFormat('yyyy-MM-dd HH:mm:ss'),
    choices: item.choices,
    modelReference: order.modelRef,
  }
}

const templateOf = (template: string, text: string) => (template === text ? undefined : template)

/** Prompts and seed are said already. */
function parametersOf(parameters: Record<string, Json>, model: ProviderModel | null) {
  const said = (model?.parameters ?? [])
    .filter(({ role }) => role === 'prompt' || role === 'negative_prompt' || role === 'seed')
    .map(({ name }) => name)
  const others = Object.entries(parameters).filter(([name]) => !said.includes(name))
  return Object.fromEntries(others)
}
