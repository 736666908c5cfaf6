import { requireJson } from '#studio/providers/answers'
import type { ProviderContext } from '#studio/providers/contract'
import { login } from '#studio/providers/login'
import type { Heard, Reconciliation, RemoteReference, SentAttempt } from '#studio/providers/shapes'

/** What a server knows of a task whose POST it has not answered yet. */

interface Task {
  active: boolean
  queued: boolean
  completed: boolean
  progress?: number | null
  textinfo?: string | null
}

/**
 * The answer is all there is: what was finished meanwhile cannot be fetched. But a server that
 * knows tasks by their names says of one it never saw that it is neither waiting, nor running, nor done.
 */
export async function lookForTask(
  context: ProviderContext,
  { attemptKey }: SentAttempt
): Promise<Reconciliation> {
  const task = await taskOf(context, attemptKey)
  if (!task) return { found: null, certain: false }
  const { active, queued, completed } = task
  return { found: null, certain: active === false && queued === false && completed === false }
}

/** Servers that know no tasks by name may say how far they are with whatever they do; it is ours as far as we know. */
export async function progressOfTask(
  context: ProviderContext,
  { externalId }: RemoteReference
): Promise<Heard | null> {
  const task = await taskOf(context, externalId)
  if (!task) return progressOfServer(context)
  if (!task.active) return null
  return {
    ...(typeof task.progress === 'number' && { progress: task.progress }),
    ...(task.textinfo && { logTail: task.textinfo }),
  }
}

/** It stops whatever runs, and so is only said while that is ours; a task that waits is stopped as soon as it runs. */
export async function interruptTask(
  context: ProviderContext,
  { externalId }: RemoteReference
): Promise<'requested' | 'too_late' | 'unsupported' | null> {
  const task = await taskOf(context, externalId)
  if (!task) return 'unsupported'
  if (!task.active) return task.queued ? null : 'too_late'
  const url = `${context.baseUrl}/sdapi/v1/interrupt`
  const answer = await context.http.submit({ method: 'POST', url, headers: login(context) })
  return answer.status === 404 ? 'unsupported' : 'requested'
}

/** Null where the server knows no tasks by name. */
async function taskOf(context: ProviderContext, name: string): Promise<Task | null> {
  const answer = await context.http.read({
    method: 'POST',
    url: `${context.baseUrl}/internal/progress`,
    headers: login(context),
    json: { id_task: name, id_live_preview: -1, live_preview: false },
  })
  return answer.status === 404 || answer.status === 405 ? null : requireJson(answer)
}

async function progressOfServer(context: ProviderContext): Promise<Heard | null> {
  const url = `${context.baseUrl}/sdapi/v1/progress?skip_current_image=true`
  const answer = await context.http.read({ method: 'GET', url, headers: login(context) })
  if (answer.status === 404 || answer.status === 405) return null
  const { progress } = requireJson(answer)
  return typeof progress === 'number' ? { progress } : null
}
