import type { ProviderContext } from '#studio/providers/contract'
import { bearer } from '#studio/providers/login'
import { holds } from '#studio/providers/matching'
import { request } from '#studio/providers/replicate/addresses'
import { replicateFaultOfJob, replicateJson } from '#studio/providers/replicate/faults'
import { replicateOutputs } from '#studio/providers/replicate/outputs'
import { cancelled, failed, lost, queued, running, succeeded } from '#studio/providers/snapshots'
import type {
  Cost,
  Json,
  Reconciliation,
  RemoteReference,
  RemoteSnapshot,
  SentAttempt,
  Submission,
  SubmitResult,
} from '#studio/providers/shapes'
import { idIn } from '#studio/providers/submitting'
import { logTail, progressIn } from '#studio/providers/wording'

/** The life of one prediction. */

export interface Prediction {
  id: string
  model: string
  version: string
  status: string
  input: Json
  output: Json
  logs?: string
  error: string | null
  completed_at?: string
  data_removed?: boolean
  metrics?: { predict_time?: number }
}

const oneHour = 3600_000
const shortestDeadline = 5

export async function submitToReplicate(
  context: ProviderContext,
  order: Submission
): Promise<SubmitResult> {
  const answer = await context.http.submit({
    ...request(context, '/predictions', 'POST'),
    headers: { ...bearer(context), 'cancel-after': deadline(order.timeLimit) },
    json: {
      version: order.model.ref,
      input: order.parameters,
      ...(order.webhookUrl && {
        webhook: order.webhookUrl,
        webhook_events_filter: ['start', 'completed'],
      }),
    },
  })
  const prediction: Prediction = replicateJson(context, answer, true)
  return {
    reference: { externalId: idIn(prediction.id), modelRef: order.model.ref },
    snapshot: snapshotOf(context, prediction),
  }
}

export async function pollReplicate(
  context: ProviderContext,
  reference: RemoteReference
): Promise<RemoteSnapshot> {
  const answer = await context.http.read(request(context, pathOf(reference)))
  if (answer.status === 404) return lost()
  return snapshotOf(context, replicateJson(context, answer))
}

export async function cancelReplicate(context: ProviderContext, reference: RemoteReference) {
  const answer = await context.http.read(request(context, `${pathOf(reference)}/cancel`, 'POST'))
  if (answer.status === 404) return 'too_late'
  const { status } = replicateJson(context, answer)
  if (status === 'succeeded' || status === 'failed') return 'too_late'
  return status === 'canceled' || status === 'aborted' ? 'cancelled' : 'requested'
}

/** Looks for a prediction of the same model and input among those since it was sent. Inputs are kept for an hour. */
export async function reconcileReplicate(
  context: ProviderContext,
  attempt: SentAttempt
): Promise<Reconciliation> {
  const since = new Date(attempt.sentAt.getTime() - 60_000).toISOString()
  let path = `/predictions?created_after=${encodeURIComponent(since)}`
  for (let page = 0; page < 5; page++) {
    const answer = await context.http.read(request(context, path))
    const listed = replicateJson(context, answer)
    const predictions: Prediction[] = listed.results ?? []
    const found = predictions.find((one) => isOf(one, attempt))
    if (found) return { found: { externalId: found.id, modelRef: attempt.model.ref } }
    const cursor = listed.next && new URL(listed.next).searchParams.get('cursor')
    if (!cursor) break
    path = `/predictions?cursor=${encodeURIComponent(cursor)}`
  }
  return { found: null, certain: false }
}

/** `owner/name`, with the version behind a colon where it is pinned. */
function isOf(prediction: Prediction, { model, parameters, taken }: SentAttempt) {
  const [name, version] = model.ref.split(':')
  return (
    !taken?.includes(prediction.id) &&
    prediction.model === name &&
    (!version || prediction.version === version) &&
    holds(prediction.input, parameters)
  )
}

function snapshotOf(context: ProviderContext, prediction: Prediction): RemoteSnapshot {
  const log = prediction.logs ?? ''
  switch (prediction.status) {
    case 'starting':
      return queued()
    case 'processing':
      return running(progressIn(log), logTail(context, log))
    case 'succeeded':
      return finished(context, prediction)
    case 'failed':
      return failed(replicateFaultOfJob(context, prediction))
    case 'canceled':
      return cancelled()
    case 'aborted':
      return failed({ code: 'timeout', retry: 'never', charged: 'no' })
    default:
      return { state: 'unknown' }
  }
}

function finished(context: ProviderContext, prediction: Prediction): RemoteSnapshot {
  if (prediction.data_removed)
    return failed({ code: 'output_expired', retry: 'never', charged: 'yes' })
  const end = Date.parse(prediction.completed_at ?? '') || context.now().getTime()
  const outputs = replicateOutputs(context, prediction.output, new Date(end + oneHour))
  return succeeded(outputs, costOf(prediction))
}

function costOf({ metrics }: Prediction): Cost | undefined {
  const seconds = metrics?.predict_time
  if (typeof seconds !== 'number') return undefined
  return { amount: seconds.toFixed(6), currency: 'SECONDS', kind: 'actual' }
}

/** Ends the prediction there too, should nobody here be left to. */
function deadline(seconds: number) {
  return `${Math.max(shortestDeadline, Math.ceil(seconds))}s`
}

function pathOf({ externalId }: RemoteReference) {
  return `/predictions/${encodeURIComponent(externalId)}`
}
