import { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { endAttempt } from '#studio/engine/ending'
import { insertOutputs, stageBytes, type Staged } from '#studio/engine/outputs'
import { write } from '#studio/engine/taking'
import { nextTry } from '#studio/engine/waiting'
import type OrderAttempt from '#studio/models/order_attempt'
import { moneyOf } from '#studio/ordering/estimating'
import type { ProviderFault } from '#studio/providers/faults'
import type { RemoteSnapshot } from '#studio/providers/shapes'

/**
 * Writes down what a provider says of a job, and gives the attempt back. Bytes that came along are staged
 * before; those of an order that was stopped while it was out are no result.
 */
export async function noteSnapshot(
  attempt: OrderAttempt,
  snapshot: RemoteSnapshot,
  also: Partial<OrderAttempt>
) {
  const staged = await stageBytes(snapshot.outputs ?? [])
  await write(attempt, async (row, trx) => {
    const isHalfMade = row.stage === 'submitting' && row.cancelAnswer === 'requested'
    row.merge({ ...also, ...progressOf(row, snapshot), leaseOwner: null, leaseUntil: 0 })
    if (isHalfMade) await cancelled(row, trx)
    else if (snapshot.state === 'succeeded') await beginDownload(row, trx, staged)
    else if (snapshot.state === 'failed') await fail(row, trx, snapshot.error ?? noReason)
    else if (snapshot.state === 'cancelled') await cancelled(row, trx)
    else if (row.cancelAnswer === 'cancelled') await cancelled(row, trx)
    else await row.merge({ dueAt: nextLook(row, snapshot) }).save()
  })
}

/** Progress never goes back, whatever a provider counts. */
function progressOf(row: OrderAttempt, { state, progress, ...snapshot }: RemoteSnapshot) {
  const cost = snapshot.cost?.kind === 'actual' ? moneyOf(snapshot.cost) : null
  return {
    stage: stageOf(row, state),
    progress: progress === undefined ? row.progress : Math.max(row.progress ?? 0, progress),
    queuePosition: state === 'queued' ? (snapshot.queuePosition ?? null) : null,
    logTail: snapshot.logTail?.slice(-longestLog) ?? row.logTail,
    cost: cost?.amount ?? row.cost,
    costCurrency: cost?.currency ?? row.costCurrency,
    polledAt: DateTime.now(),
    polls: row.polls + 1,
  }
}

const longestLog = 4_000

function stageOf(row: OrderAttempt, state: RemoteSnapshot['state']): OrderAttempt['stage'] {
  if (state === 'queued') return 'remote_queued'
  if (state === 'running') return 'running'
  return row.stage === 'submitting' ? 'remote_queued' : row.stage
}

const nextLook = (row: OrderAttempt, { pollAfterMs }: RemoteSnapshot) =>
  nextTry(Math.floor(row.polls / 3), { retryAfterMs: pollAfterMs })

async function beginDownload(row: OrderAttempt, trx: TransactionClientContract, staged: Staged[]) {
  if (!staged.length) return fail(row, trx, nothingMade)
  await insertOutputs(trx, row, staged)
  await row.merge({ stage: 'downloading', progress: 1, dueAt: Date.now() }).save()
}

const fail = (row: OrderAttempt, trx: TransactionClientContract, error: ProviderFault) =>
  endAttempt(trx, row, { stage: 'failed', error })

/** What somebody asked for is over; what took too long, or the provider gave up by itself, can be tried again. */
function cancelled(row: OrderAttempt, trx: TransactionClientContract) {
  if (row.item.order.cancelAskedAt) return endAttempt(trx, row, { stage: 'cancelled' })
  return fail(row, trx, row.cancelAnswer ? timedOut : { code: 'cancelled', retry: 'never' })
}

export const timedOut: ProviderFault = { code: 'timeout', retry: 'never', charged: 'maybe' }

const noReason: ProviderFault = { code: 'provider_internal', retry: 'never' }
const nothingMade: ProviderFault = {
  code: 'output_invalid',
  retry: 'never',
  providerMessage: 'The provider says it is done, and names no result.',
}
