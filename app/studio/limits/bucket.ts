import orders from '#config/orders'
import type { ProviderFault } from '#studio/providers/faults'

/** A row of `provider_limits`; times in milliseconds. */
export interface Limits {
  credential_id: number
  tokens: number
  refilled_at: number
  paused_until: number
  /** One after another, without a good answer between them. */
  failures: number
  first_failure_at: number
  /** Since then nothing is sent, or one to see whether it is back; zero: all is well. */
  opened_at: number
  last_error: string | null
}
export interface Pace {
  requests_per_second: number
}

/** So many failures one after another within that time: nobody is there. */
const mostFailures = 5
const failuresWithin = 60_000
/** And after so long one is sent to see whether somebody is. */
const probeAfter = 30_000

/** No pause is so long: a clock was put back since it was noted. */
const beyondAnyPause = 3_600_000

/** What a second brings may be used at once, and one in any case. */
export const bucketSize = ({ requests_per_second: pace }: Pace) => Math.max(1, pace)

export function refilled(limits: Limits, account: Pace, now: number): Limits {
  /** A clock that was put back must not empty the bucket. */
  const seconds = Math.max(0, now - Number(limits.refilled_at)) / 1000
  const tokens = Math.min(
    bucketSize(account),
    limits.tokens + seconds * account.requests_per_second
  )
  return { ...limits, tokens, refilled_at: now }
}

/** Null where something may be sent now. */
export function whenOpen(limits: Limits, account: Pace, now: number) {
  const { paused_until: pausedUntil, opened_at: openedAt, tokens } = limits
  const pause = Number(pausedUntil) - now
  if (pause > 0 && pause < beyondAnyPause) return { until: now + pause, reason: 'paused' as const }
  if (isUnreachable(limits, now)) {
    return { until: Number(openedAt) + probeAfter, reason: 'unreachable' as const }
  }
  if (tokens >= 1) return null
  const wait = Math.ceil(((1 - tokens) / account.requests_per_second) * 1000)
  return { until: now + wait, reason: 'rate' as const }
}

export function isUnreachable({ opened_at: openedAt }: Limits, now: number) {
  return openedAt > 0 && Math.abs(now - Number(openedAt)) < probeAfter
}

/** Of a rate limit a pause is made, of many failures a break; a good answer ends both but not the pause asked for. */
export function afterAnswer(limits: Limits, fault: ProviderFault | null, now: number): Limits {
  if (fault?.code === 'rate_limited') {
    const failures = limits.failures + 1
    const pause = fault.retryAfterMs ?? backoff(failures)
    return {
      ...limits,
      failures,
      first_failure_at: 0,
      opened_at: 0,
      paused_until: Math.max(Number(limits.paused_until), now + pause),
      last_error: fault.providerMessage ?? null,
    }
  }
  if (!fault || !isUnanswered(fault))
    return { ...limits, failures: 0, first_failure_at: 0, opened_at: 0 }
  const isFresh = limits.failures > 0 && now - Number(limits.first_failure_at) <= failuresWithin
  const failures = isFresh ? limits.failures + 1 : 1
  const isBroken = failures >= mostFailures || limits.opened_at > 0
  return {
    ...limits,
    failures,
    first_failure_at: isFresh ? limits.first_failure_at : now,
    opened_at: isBroken ? now : 0,
    last_error: fault.providerMessage ?? fault.code,
  }
}

/** Whatever else went wrong, somebody was there and answered. */
function isUnanswered({ code, httpStatus }: ProviderFault) {
  return code === 'network' || code === 'timeout' || (httpStatus ?? 0) >= 500
}

function backoff(failures: number) {
  const pause = Math.min(orders.longestWait, orders.shortestWait * 2 ** failures)
  return pause * (0.5 + Math.random() / 2)
}
