import { countInWords, type ExpandedItem, limits } from '#studio/expanding'
import { isVaried } from '#studio/forms/templates'
import type Order from '#studio/models/order'
import type ProviderModel from '#studio/models/provider_model'
import { finalParameters } from '#studio/ordering/expanding_orders'
import type { Preview } from '#studio/previewing'
import { OrderRefused } from '#studio/refusing'

/** What the model has against the first items of an order, by the name of the field of the form. */
export function objectionsTo(
  { items, total }: Preview,
  order: Order,
  model: ProviderModel
): Record<string, string> {
  if (total !== null && total > limits.items) return { count: tooMany(total) }
  for (const item of items) {
    const refusal = refusalOf(item, model)
    if (refusal) return atFields(refusal, order, model)
  }
  return {}
}

function refusalOf(item: ExpandedItem, model: ProviderModel) {
  try {
    finalParameters(item, model)
    return null
  } catch (error) {
    if (error instanceof OrderRefused) return error
    throw error
  }
}

function atFields({ fields, message }: OrderRefused, order: Order, model: ProviderModel) {
  if (!fields.length) return { further: message }
  return Object.fromEntries(
    fields.map((field) => [fieldOf(field.name, order, model), field.message])
  )
}

/** Some parameters have fields of their own on the page, and what is varied is wrong where it is varied. */
function fieldOf(name: string, order: Order, model: ProviderModel) {
  const spec = model.parameters?.find((each) => each.name === name)
  if (spec?.role === 'prompt') return 'prompt'
  if (spec?.role === 'negative_prompt') return 'negativePrompt'
  if (spec?.role === 'seed') return 'seed'
  return `${spec && isVaried(spec, order.parameters[name]) ? 'vary' : 'parameters'}[${name}]`
}

const tooMany = (total: bigint) =>
  `This makes ${countInWords(total)} pictures, and at most ${countInWords(BigInt(limits.items))} are ordered at once. Take options away, or draw some at random.`
