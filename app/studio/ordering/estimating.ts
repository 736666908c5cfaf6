import orders from '#config/orders'
import { contextFor } from '#studio/credentials'
import type ProviderCredential from '#studio/models/provider_credential'
import { type Money, millionths } from '#studio/money'
import { adapterFor } from '#studio/providers/registry'
import type { Cost, GenerationRequest } from '#studio/providers/shapes'

/** What runs in this house costs nothing. */
const nothing: Money = { amount: 0, currency: 'USD' }

/**
 * What one picture is thought to cost; null where the provider says no price beforehand, or
 * cannot be reached: an order does not wait for it.
 */
export async function priceOf(
  credential: ProviderCredential,
  request: GenerationRequest
): Promise<Money | null> {
  const adapter = adapterFor(credential.provider)
  if (!adapter.estimate) return adapter.capabilities.local ? nothing : null
  try {
    const context = await contextFor(credential, AbortSignal.timeout(orders.estimateTime))
    const cost = await adapter.estimate(context, request)
    return cost && moneyOf(cost)
  } catch {
    return null
  }
}

export function moneyOf({ amount, currency }: Cost): Money {
  return { amount: millionths(amount), currency }
}

/** The price of so many. */
export function times(price: Money | null, count: number): Money | null {
  return price && { ...price, amount: price.amount * count }
}
