import { recipeOf } from '#studio/ordering/drafting'
import type Order from '#studio/models/order'
import type ProviderModel from '#studio/models/provider_model'
import { previewOf } from '#studio/previewing'

/** Beyond so many a person is asked whether they mean it. */
export const mostUnasked = 20

/** What an order would make: how many exactly, the first of them, and what stands against it, by the name of the field. */
export async function summaryOf(
  order: Order,
  model: ProviderModel | null,
  problems: Record<string, string>
) {
  const preview = await previewOf(recipeOf(order), model?.parameters ?? [])
  return {
    preview,
    problems,
    asks: preview.total !== null && preview.total > BigInt(mostUnasked),
    savedAt: order.$isPersisted ? order.updatedAt : null,
    /** Never the same: the price is asked for anew with each. */
    stamp: Date.now(),
  }
}
