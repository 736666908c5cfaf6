import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import { headers, modelUrl, platform, requestUrl } from '#studio/providers/fal/addresses'
import { falFault, falFaultOfJob, falJson } from '#studio/providers/fal/faults'
import { falOutputs } from '#studio/providers/fal/outputs'
import { holds } from '#studio/providers/matching'
import { cancelled, failed, lost, queued, running, succeeded } from '#studio/providers/snapshots'
import type {
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

/** The life of one request in fal's queue. */

const oneDay = { expiration_duration_seconds: 86_400 }

export async function submitToFal(
  context: ProviderContext,
  order: Submission
): Promise<SubmitResult> {
  const url = new URL(modelUrl(context, order.model.ref))
  if (order.webhookUrl) url.searchParams.set('fal_webhook', order.webhookUrl)
  const answer = await context.http.submit({
    method: 'POST',
    url: url.href,
    headers: {
      ...headers(context),
      'x-fal-request-timeout': String(Math.max(2, Math.ceil(order.timeLimit))),
      'x-fal-object-lifecycle-preference': JSON.stringify(oneDay),
    },
    json: order.parameters,
  })
  const taken = falJson(context, answer, true)
  return {
    reference: { externalId: idIn(taken.request_id), modelRef: order.model.ref },
    snapshot: queued(taken.queue_position),
  }
}

export async function pollFal(
  context: ProviderContext,
  reference: RemoteReference
): Promise<RemoteSnapshot> {
  const url = `${requestUrl(context, reference)}/status?logs=1`
  const answer = await context.http.read({ method: 'GET', url, headers: headers(context) })
  if (answer.status === 404) return lost()
  const status = falJson(context, answer)
  if (status.status === 'IN_QUEUE') return queued(status.queue_position)
  if (status.status === 'IN_PROGRESS') return runningWith(context, status.logs)
  if (status.status !== 'COMPLETED') return { state: 'unknown' }
  if (!status.error && !status.error_type) return resultOf(context, reference)
  const fault = falFaultOfJob(context, status.error_type, status.error)
  return fault.code === 'cancelled' ? cancelled(fault) : failed(fault)
}

/** The result says by its status whether the model succeeded; what is not fal's own word is asked again. */
async function resultOf(
  context: ProviderContext,
  reference: RemoteReference
): Promise<RemoteSnapshot> {
  const url = requestUrl(context, reference)
  const answer = await context.http.read({ method: 'GET', url, headers: headers(context) })
  if (answer.status === 200 && answer.json) return succeeded(falOutputs(answer.json))
  if (answer.status === 404)
    return failed({ code: 'output_expired', retry: 'never', charged: 'yes' })

  const fault = falFault(context, answer)
  const final = answer.json?.detail !== undefined && !['auth', 'rate_limited'].includes(fault.code)
  if (!final) throw new ProviderError({ ...fault, retry: 'later' })
  return failed({ ...fault, charged: answer.status >= 500 ? 'no' : 'maybe' })
}

export async function cancelFal(context: ProviderContext, reference: RemoteReference) {
  const url = `${requestUrl(context, reference)}/cancel`
  const answer = await context.http.read({ method: 'PUT', url, headers: headers(context) })
  if (answer.status === 400 || answer.status === 404) return 'too_late'
  return falJson(context, answer).status === 'OK' ? 'cancelled' : 'requested'
}

/** Looks for a request of the same input among those since it was sent. One still running may not be listed. */
export async function reconcileFal(
  context: ProviderContext,
  attempt: SentAttempt
): Promise<Reconciliation> {
  const url = new URL(`${platform(context)}/models/requests/by-endpoint`)
  url.searchParams.set('endpoint_id', attempt.model.ref)
  url.searchParams.set('start', new Date(attempt.sentAt.getTime() - 60_000).toISOString())
  url.searchParams.set('expand', 'payloads')
  url.searchParams.set('limit', '100')

  for (let page = 0; page < 5; page++) {
    const answer = await context.http.read({
      method: 'GET',
      url: url.href,
      headers: headers(context),
    })
    const listed = falJson(context, answer)
    const items: { request_id: string; json_input?: Json }[] = listed.items ?? []
    const item = items.find(
      (one) => !attempt.taken?.includes(one.request_id) && holds(one.json_input, attempt.parameters)
    )
    if (item) return { found: { externalId: item.request_id, modelRef: attempt.model.ref } }
    if (!listed.next_cursor) break
    url.searchParams.set('cursor', listed.next_cursor)
  }
  return { found: null, certain: false }
}

function runningWith(context: ProviderContext, logs: unknown): RemoteSnapshot {
  const lines = Array.isArray(logs) ? logs.map((line: { message?: unknown }) => line?.message) : []
  const log = lines.filter((line) => typeof line === 'string').join('\n')
  return running(progressIn(log), logTail(context, log))
}
