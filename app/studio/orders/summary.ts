import { recipeToExpand } from '#studio/ordering/drafting'
import type Order from '#studio/models/order'
import type ProviderModel from '#studio/models/provider_model'
import { mostUnasked } from '#studio/ordering/placing'
import { objectionsTo } from '#studio/orders/objecting'
import { previewOf } from '#studio/previewing'

/** Nothing is made of what is wrong. */
const nothing = { total: 0n, count: '0', items: [] }

/** What an order would make: how many exactly, the first of them, and what stands against it, by the name of the field. */
export async function summaryOf(
  order: Order,
  model: ProviderModel | null,
  problems: Record<string, string>
) {
  const expanded = await previewOf(recipeToExpand(order), model?.parameters ?? [])
  const objections = order.$isPersisted && model ? objectionsTo(expanded, order, model) : {}
  const wrong = { ...objections, ...problems }
  const isWrong = Object.keys(wrong).length > 0
  const preview = isWrong && !expanded.problem ? { ...expanded, ...nothing } : expanded
  return {
    preview,
    problems: wrong,
    isWrong: isWrong || preview.problem !== null,
    asks: preview.total !== null && preview.total > BigInt(mostUnasked),
    savedAt: order.$isPersisted ? order.updatedAt : null,
    /** Never the same: the price is asked for anew with each. */
    stamp: Date.now(),
  }
}
