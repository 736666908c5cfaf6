import type { ProviderFault } from '#studio/providers/faults'
import type { Cost, RemoteOutput, RemoteSnapshot } from '#studio/providers/shapes'

/** What a poll tells. A job that failed is a snapshot; a look that failed throws, and is repeated. */

export function queued(position?: unknown): RemoteSnapshot {
  return { state: 'queued', ...(typeof position === 'number' && { queuePosition: position }) }
}

export function running(progress?: number, logTail?: string): RemoteSnapshot {
  return {
    state: 'running',
    ...(progress !== undefined && { progress }),
    ...(logTail !== undefined && { logTail }),
  }
}

/** Done, and worth nothing when no file came of it. */
export function succeeded(outputs: RemoteOutput[], cost?: Cost): RemoteSnapshot {
  if (outputs.length === 0)
    return failed({
      code: 'output_invalid',
      retry: 'never',
      charged: 'yes',
      providerMessage: 'It finished without a file.',
    })
  return { state: 'succeeded', progress: 1, outputs, ...(cost && { cost }) }
}

/** Over, whatever the provider thinks of trying again: only a person orders it again. */
export function failed(error: ProviderFault): RemoteSnapshot {
  const { retryAfterMs, ...rest } = error
  return { state: 'failed', error: { ...rest, retry: 'never' } }
}

export function cancelled(error?: ProviderFault): RemoteSnapshot {
  return { state: 'cancelled', ...(error && { error }) }
}

/** A known id that the provider no longer knows. */
export function lost(): RemoteSnapshot {
  return failed({ code: 'lost', retry: 'never', charged: 'maybe' })
}
