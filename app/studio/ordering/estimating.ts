import orders from '#config/orders'
import { contextFor } from '#studio/credentials'
import type ProviderCredential from '#studio/models/provider_credential'
import { type Money, millionths } from '#studio/money'
import { adapterFor } from '#studio/providers/registry'
import type { Cost, GenerationRequest, Json, ParameterSpec } from '#studio/providers/shapes'

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

/** So many different ones are asked about; all further are thought to cost what the dearest known of those does. */
const mostAsked = 12

/** What the words are, and from which seed, makes no difference to the price. */
const unpriced: ParameterSpec['role'][] = ['prompt', 'negative_prompt', 'seed']
export const isPriced = ({ role }: ParameterSpec) => !unpriced.includes(role)

/**
 * What each of these items is thought to cost, in their order. `ask` is asked once about all that are
 * alike; where it knows no price of the first, nor is there one of the others.
 */
export async function pricesOf<Item extends { parameters: Record<string, Json> }>(
  items: Item[],
  specs: ParameterSpec[],
  ask: (item: Item) => Promise<Money | null>
): Promise<(Money | null)[]> {
  const keys = items.map(({ parameters }) => pricedPart(parameters, specs))
  const alike = new Map(items.map((item, at) => [keys[at], item]))
  const [[key, first], ...others] = spreadOver([...alike], mostAsked)
  const price = await ask(first)
  if (!price) return items.map(() => null)
  const asked = others.map(async ([other, item]) => [other, await ask(item)] as const)
  const prices = new Map([[key, price], ...(await Promise.all(asked))])
  const dearest = dearestOf([...prices.values()])
  return keys.map((each) => (prices.has(each) ? prices.get(each)! : dearest))
}

/** So many of these, as far from each other as can be: prices rise with what varies, mostly to its end. */
function spreadOver<Item>(items: Item[], most: number) {
  if (items.length <= most) return items
  const step = (items.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, at) => items[Math.round(at * step)])
}

/** The same of all that cost the same. */
export function pricedPart(parameters: Record<string, Json>, specs: ParameterSpec[]) {
  const names = new Set(specs.filter((spec) => !isPriced(spec)).map(({ name }) => name))
  return JSON.stringify(Object.entries(parameters).filter(([name]) => !names.has(name)))
}

function dearestOf(prices: (Money | null)[]) {
  return prices.reduce((one, other) => (one && one.amount > (other?.amount ?? 0) ? one : other))
}

/** All of them together; null where one is not known, or they are in several currencies. */
export function sumOf(prices: (Money | null)[]): Money | null {
  const known = prices.filter((price) => price !== null)
  const currencies = new Set(known.map(({ currency }) => currency))
  if (known.length < prices.length || currencies.size !== 1) return null
  return { ...known[0], amount: known.reduce((sum, { amount }) => sum + amount, 0) }
}
