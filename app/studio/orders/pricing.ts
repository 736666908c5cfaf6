import { hash } from 'node:crypto'
import { budgetsOf } from '#studio/budgets'
import { type ExpandedItem, limits } from '#studio/expanding'
import { isTemplate } from '#studio/forms/templates'
import type Order from '#studio/models/order'
import type ProviderModel from '#studio/models/provider_model'
import type { Money } from '#studio/money'
import { recipeToExpand } from '#studio/ordering/drafting'
import { isPriced, pricedPart, priceOf, pricesOf, sumOf } from '#studio/ordering/estimating'
import { finalParameters } from '#studio/ordering/expanding_orders'
import { previewOf } from '#studio/previewing'
import { OrderRefused } from '#studio/refusing'

/** What a draft would cost, as far as its provider says so, and what is left of the budgets that count for it. */
export async function priceOfDraft(order: Order, model: ProviderModel | null) {
  const [price, budgets] = await Promise.all([totalOf(order, model), budgetsFor(order)])
  return { price, budgets }
}

async function totalOf(order: Order, model: ProviderModel | null): Promise<Money | null> {
  if (!model) return null
  const specs = model.parameters ?? []
  const differ = specs.some(
    (spec) => isPriced(spec) && isTemplate(spec, order.parameters[spec.name])
  )
  const shown = differ ? limits.items : 1
  const { total, items } = await previewOf(recipeToExpand(order), specs, shown)
  if (!total || total > limits.items) return null
  const prices = await pricesOf(items, specs, (item) => rememberedPrice(model, item))
  const each = sumOf(prices)
  return each && { ...each, amount: (each.amount / items.length) * Number(total) }
}

async function budgetsFor({ userId, projectId }: Order) {
  const [own, project] = await Promise.all([budgetsOf({ userId }), budgetsOf({ projectId })])
  return [
    ...own.map((budget) => ({ ...budget, whose: 'your budget' })),
    ...project.map((budget) => ({ ...budget, whose: 'the project’s budget' })),
  ]
}

const remembered = new Map<string, { price: Promise<Money | null>; until: number }>()
const minutes = 10
const mostRemembered = 500

/** Somebody who types asks again and again. */
function rememberedPrice(model: ProviderModel, item: ExpandedItem): Promise<Money | null> {
  const key = hash('sha1', `${model.id} ${pricedPart(item.parameters, model.parameters ?? [])}`)
  const known = remembered.get(key)
  if (known && known.until > Date.now()) return known.price
  if (remembered.size >= mostRemembered) remembered.clear()
  const price = askForPrice(model, item)
  remembered.set(key, { price, until: Date.now() + minutes * 60_000 })
  return price
}

/** What cannot be ordered as it is has no price. */
async function askForPrice(model: ProviderModel, item: ExpandedItem) {
  try {
    const parameters = finalParameters(item, model)
    return await priceOf(model.credential, { model: model.reference, parameters })
  } catch (error) {
    if (error instanceof OrderRefused) return null
    throw error
  }
}
