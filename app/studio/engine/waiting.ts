import orders from '#config/orders'
import type { ProviderFault } from '#studio/providers/faults'

/**
 * Nothing is put off for so long, in milliseconds: what is due still later was noted by a clock that has
 * been put back since, and is due now.
 */
export const beyondAnyWait = 3_600_000

/** When to try again after the so-manieth time in a row, in milliseconds since 1970: longer each time, and not all at once. */
export function nextTry(tried: number, fault?: Pick<ProviderFault, 'retryAfterMs'> | null) {
  const backoff = Math.min(orders.longestWait, orders.shortestWait * 2 ** Math.min(tried, 20))
  const wait = fault?.retryAfterMs ?? backoff * (0.5 + Math.random() / 2)
  return Date.now() + Math.ceil(wait)
}
