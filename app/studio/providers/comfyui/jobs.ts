import { isObject } from '#studio/forms/json_schema'
import { requireJson } from '#studio/providers/answers'
import { failureOf, lastMessage, refusalOf } from '#studio/providers/comfyui/faults'
import { filled, graphOf } from '#studio/providers/comfyui/graphs'
import { outputsOf } from '#studio/providers/comfyui/outputs'
import type { ProviderContext } from '#studio/providers/contract'
import { login } from '#studio/providers/login'
import { cancelled, failed, lost, succeeded } from '#studio/providers/snapshots'
import type {
  Json,
  Reconciliation,
  RemoteReference,
  RemoteSnapshot,
  SentAttempt,
  Submission,
  SubmitResult,
} from '#studio/providers/shapes'

/** So many jobs of before are looked through for one whose name the server did not take from us. */
const historyLength = 200

/** The job has the name we chose, so that it can be found again. The server would run the same name twice. */
export async function submitGraph(
  context: ProviderContext,
  { attemptKey, model, parameters }: Submission
): Promise<SubmitResult> {
  const prompt = filled(model, parameters, `atelier/${attemptKey}`)
  const answer = await context.http.submit({
    method: 'POST',
    url: `${context.baseUrl}/prompt`,
    headers: login(context),
    json: { prompt, prompt_id: attemptKey, client_id: attemptKey },
  })
  const { bindings } = graphOf(model)
  const better = () => refusalOf(answer, bindings)
  const { prompt_id: id } = requireJson(answer, { submitted: true, better })
  return {
    reference: referenceTo(id ?? attemptKey, { attemptKey, model }),
    snapshot: { state: 'queued', pollAfterMs: 500 },
  }
}

/** What has ended stands in the history, everything else in the queue; in between it may have changed places. */
export async function pollJob(
  context: ProviderContext,
  { externalId }: RemoteReference
): Promise<RemoteSnapshot> {
  const ended = await endedJob(context, externalId)
  if (ended) return ended
  const { running, pending } = await readQueue(context)
  if (running.some(({ id }) => id === externalId)) return { state: 'running', pollAfterMs: 1_000 }
  const place = pending.findIndex(({ id }) => id === externalId)
  if (place !== -1) return { state: 'queued', queuePosition: place + 1, pollAfterMs: 2_000 }
  return (await endedJob(context, externalId)) ?? lost()
}

export async function cancelJob(context: ProviderContext, { externalId }: RemoteReference) {
  const isIn = (list: QueuedJob[]) => list.some(({ id }) => id === externalId)
  const before = await readQueue(context)
  if (isIn(before.pending)) await post(context, '/queue', { delete: [externalId] })
  const after = isIn(before.pending) ? await readQueue(context) : before
  if (isIn(after.running)) {
    /** Older servers stop whatever runs: it is said only while that is ours, and once. */
    await context.http.submit(request(context, '/interrupt', { prompt_id: externalId }))
    return 'requested'
  }
  if (isIn(after.pending)) return 'requested'
  return isIn(before.pending) ? 'cancelled' : 'too_late'
}

export async function findJob(
  context: ProviderContext,
  { attemptKey, model }: SentAttempt
): Promise<Reconciliation> {
  const { running, pending } = await readQueue(context)
  const url = `${context.baseUrl}/history?max_items=${historyLength}`
  const answer = await context.http.read({
    method: 'GET',
    url,
    headers: login(context),
    maxBytes: 32_000_000,
  })
  const history = Object.values(requireJson(answer)).map((entry: any) => jobOf(entry.prompt))
  const found = [...running, ...pending, ...history].find(
    ({ id, client }) => id === attemptKey || client === attemptKey
  )
  if (found) return { found: referenceTo(found.id, { attemptKey, model }) }
  return { found: null, certain: true }
}

/** Null while it is not in the history. */
async function endedJob(context: ProviderContext, id: string): Promise<RemoteSnapshot | null> {
  const url = `${context.baseUrl}/history/${encodeURIComponent(id)}`
  const answer = await context.http.read({ method: 'GET', url, headers: login(context) })
  const entry = requireJson(answer)[id]
  if (!isObject(entry)) return null
  const status = isObject(entry.status) ? entry.status : {}
  const messages = status.messages ?? []
  if (lastMessage(messages, 'execution_interrupted')) return cancelled()
  if (status.status_str === 'error') return failed(failureOf(messages))
  if (status.status_str !== 'success') return { state: 'unknown' }
  return succeeded(outputsOf(entry.outputs, context.baseUrl))
}

interface QueuedJob {
  id: string
  client: string
}

async function readQueue(context: ProviderContext) {
  const url = `${context.baseUrl}/queue`
  const answer = await context.http.read({
    method: 'GET',
    url,
    headers: login(context),
    maxBytes: 32_000_000,
  })
  const { queue_running: running = [], queue_pending: pending = [] } = requireJson(answer)
  return {
    running: running.map(jobOf) as QueuedJob[],
    /** Not always told in the order of their numbers. */
    pending: pending
      .toSorted((one: Json[], other: Json[]) => Number(one[0]) - Number(other[0]))
      .map(jobOf) as QueuedJob[],
  }
}

/** `[number, id, graph, extra, outputs]` */
function jobOf([, id, , extra]: any[]): QueuedJob {
  return { id, client: extra?.client_id }
}

/** With what it takes to hear how far it is. */
function referenceTo(
  externalId: string,
  { attemptKey, model }: Pick<Submission, 'attemptKey' | 'model'>
): RemoteReference {
  const nodes = Object.keys(graphOf(model).graph).length
  return { externalId, modelRef: model.ref, extra: { client: attemptKey, nodes: String(nodes) } }
}

async function post(context: ProviderContext, path: string, json: Json) {
  const answer = await context.http.read(request(context, path, json))
  if (answer.status >= 400) requireJson(answer)
}

function request(context: ProviderContext, path: string, json: Json) {
  const url = `${context.baseUrl}${path}`
  return { method: 'POST' as const, url, headers: login(context), json }
}
