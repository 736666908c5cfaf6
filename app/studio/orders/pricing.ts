import { createHash } from 'node:crypto'
import { budgetsOf } from '#studio/budgets'
import type { ExpandedItem } from '#studio/expanding'
import type Order from '#studio/models/order'
import type ProviderModel from '#studio/models/provider_model'
import type { Money } from '#studio/money'
import { recipeToExpand } from '#studio/ordering/drafting'
import { priceOf, times } from '#studio/ordering/estimating'
import { finalParameters } from '#studio/ordering/expanding_orders'
import { elsewhere } from '#studio/orders/reading_form'
import { previewOf } from '#studio/previewing'
import { OrderRefused } from '#studio/refusing'

/** What a draft would cost, as far as its provider says so, and what is left of the budgets that count for it. */
export async function priceOfDraft(order: Order, model: ProviderModel | null) {
  const [price, budgets] = await Promise.all([totalOf(order, model), budgetsFor(order)])
  return { price, budgets }
}

async function totalOf(order: Order, model: ProviderModel | null): Promise<Money | null> {
  if (!model) return null
  const { total, items } = await previewOf(recipeToExpand(order), model.parameters ?? [], 1)
  if (!total || total > 5_000n) return null
  const price = await rememberedPrice(model, items[0])
  return times(price, Number(total))
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

/** Somebody who types asks again and again; the words make no difference to the price. */
function rememberedPrice(model: ProviderModel, item: ExpandedItem): Promise<Money | null> {
  const specs = model.parameters ?? []
  const priced = Object.entries(item.parameters).filter(
    ([name]) => !specs.some((spec) => spec.name === name && elsewhere.includes(spec.role))
  )
  const key = createHash('sha1')
    .update(JSON.stringify([model.id, priced]))
    .digest('hex')
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
