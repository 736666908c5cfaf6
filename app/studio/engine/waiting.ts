import orders from '#config/orders'
import type { ProviderFault } from '#studio/providers/faults'

/** When to try again after the so-manieth time in a row, in milliseconds since 1970: longer each time, and not all at once. */
export function nextTry(tried: number, fault?: Pick<ProviderFault, 'retryAfterMs'> | null) {
  const backoff = Math.min(orders.longestWait, orders.shortestWait * 2 ** Math.min(tried, 20))
  const wait = fault?.retryAfterMs ?? backoff * (0.5 + Math.random() / 2)
  return Date.now() + Math.ceil(wait)
}
