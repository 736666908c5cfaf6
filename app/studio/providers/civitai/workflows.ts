import { civitaiFaultOfJob, civitaiJson } from '#studio/providers/civitai/faults'
import { familyOf } from '#studio/providers/civitai/families'
import { civitaiOutputs } from '#studio/providers/civitai/outputs'
import { orchestration } from '#studio/providers/civitai/addresses'
import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import { cancelled, failed, lost, queued, running, succeeded } from '#studio/providers/snapshots'
import type {
  Cost,
  GenerationRequest,
  Json,
  Reconciliation,
  RemoteReference,
  RemoteSnapshot,
  SentAttempt,
  Submission,
  SubmitResult,
} from '#studio/providers/shapes'
import { idIn } from '#studio/providers/submitting'

/** The life of one workflow: an order of Civitai's, here always of one step. */

interface Workflow {
  id: string
  status: string
  externalId?: string | null
  cost?: { total: number }
  transactions?: { insufficientBuzz?: boolean | null }
  steps: Step[]
}
interface Step {
  estimatedProgressRate?: number | null
  preparation?: { queuePosition: number; progress?: number | null } | null
  jobs?: { queuePosition?: { precedingJobs?: number | null } | null }[] | null
  output?: { [key: string]: Json } | null
}

export async function submitToCivitai(
  context: ProviderContext,
  order: Submission
): Promise<SubmitResult> {
  const answer = await context.http.submit({
    ...orchestration(context, '/workflows?wait=0', 'POST'),
    json: {
      ...templateOf(order, order.timeLimit),
      /** Sent again under the same key, it is answered with the workflow that is there. */
      externalId: order.attemptKey,
      tags: ['atelier', tagOf(order)],
      ...(order.webhookUrl && { callbacks: [{ url: order.webhookUrl, type: ['workflow:*'] }] }),
    },
  })
  const workflow: Workflow = civitaiJson(context, answer, true)
  return {
    reference: { externalId: idIn(workflow.id), modelRef: order.model.ref },
    snapshot: snapshotOf(context, workflow),
  }
}

/** Asked as a question that orders nothing, and so without a key under which it would be remembered. */
export async function estimateCivitai(
  context: ProviderContext,
  request: GenerationRequest
): Promise<Cost | null> {
  const answer = await context.http.read({
    ...orchestration(context, '/workflows?wait=0&whatif=true', 'POST'),
    json: templateOf(request),
  })
  return costOf(civitaiJson(context, answer), 'estimate') ?? null
}

export async function pollCivitai(
  context: ProviderContext,
  reference: RemoteReference
): Promise<RemoteSnapshot> {
  const answer = await context.http.read(orchestration(context, `${pathOf(reference)}?wait=0`))
  if (answer.status === 404) return lost()
  return snapshotOf(context, civitaiJson(context, answer))
}

/** Its answer is empty, so what became of it is looked up. */
export async function cancelCivitai(context: ProviderContext, reference: RemoteReference) {
  const request = orchestration(context, pathOf(reference), 'PUT')
  const answer = await context.http.read({ ...request, json: { status: 'canceled' } })
  if ([400, 404, 409].includes(answer.status)) return 'too_late'
  if (answer.status >= 300) civitaiJson(context, answer)
  const { state } = await pollCivitai(context, reference)
  if (state === 'succeeded' || state === 'failed') return 'too_late'
  return state === 'cancelled' ? 'cancelled' : 'requested'
}

/** Each order carries its key as a tag. One that is not there may be sent again: the key makes it the same order. */
export async function reconcileCivitai(
  context: ProviderContext,
  attempt: SentAttempt
): Promise<Reconciliation> {
  const query = new URLSearchParams({
    tags: tagOf(attempt),
    take: '10',
    hideMatureContent: 'false',
  })
  const answer = await context.http.read(orchestration(context, `/workflows?${query}`))
  const { items }: { items: Workflow[] } = civitaiJson(context, answer)
  const found = items.find(({ externalId }) => externalId === attempt.attemptKey)
  if (!found) return { found: null, certain: true }
  return { found: { externalId: found.id, modelRef: attempt.model.ref } }
}

function tagOf({ attemptKey }: Submission) {
  return `atelier-${attemptKey}`
}

function templateOf({ model, parameters }: GenerationRequest, timeLimit?: number) {
  const family = familyOf(model.ref)
  if (!family) throw unknownModel(model.ref)
  const { allowMatureContent = false, strength, ...input } = parameters
  const isCheckpoint = !family.fixed.operation && family.fixed.ecosystem
  return {
    currencies: allowMatureContent ? ['yellow'] : ['blue', 'green', 'yellow'],
    allowMatureContent,
    steps: [
      {
        $type: family.step,
        name: '0',
        ...(timeLimit && { timeout: timeSpan(timeLimit) }),
        input: {
          ...family.fixed,
          ...input,
          ...(isCheckpoint && { operation: input.image ? 'createVariant' : 'createImage' }),
          ...(input.image && strength !== undefined && { strength }),
        },
      },
    ],
  }
}

export function unknownModel(ref: string) {
  return new ProviderError({
    code: 'model_not_found',
    retry: 'never',
    charged: 'no',
    providerMessage: `${ref.slice(0, 100)} is no checkpoint of SD 1, SDXL or FLUX.1, and none of the engines listed here.`,
  })
}

function snapshotOf(context: ProviderContext, workflow: Workflow): RemoteSnapshot {
  switch (workflow.status) {
    case 'unassigned':
    case 'preparing':
    case 'scheduled':
      return waiting(workflow)
    case 'processing':
      return running(Math.max(...workflow.steps.map((step) => step.estimatedProgressRate ?? 0)))
    case 'succeeded':
      return succeeded(civitaiOutputs(outputsOf(workflow)), costOf(workflow, 'actual'))
    case 'failed':
    case 'expired':
      return failed(civitaiFaultOfJob(context, endOf(workflow)))
    case 'canceled':
      return cancelled()
    default:
      return { state: 'unknown' }
  }
}

function waiting({ steps }: Workflow): RemoteSnapshot {
  const [step] = steps
  const loaded = step?.preparation?.progress
  const position = step?.jobs?.[0]?.queuePosition?.precedingJobs ?? step?.preparation?.queuePosition
  const loading = typeof loaded === 'number' && `Loading the model: ${Math.round(loaded * 100)} %`
  return { ...queued(position), ...(loading && { logTail: loading }) }
}

function outputsOf({ steps }: Workflow): Json {
  return steps.map(({ output }) => output ?? null)
}

function endOf({ status, steps, transactions }: Workflow) {
  const said = steps.flatMap(({ output }) => output?.errors ?? [])
  const errors = said.filter((text): text is string => typeof text === 'string')
  return { status, errors, insufficient: transactions?.insufficientBuzz === true }
}

function costOf({ cost }: Workflow, kind: Cost['kind']): Cost | undefined {
  return cost ? { amount: String(cost.total), currency: 'BUZZ', kind } : undefined
}

/** `00:10:00` */
function timeSpan(seconds: number) {
  const whole = Math.min(Math.ceil(seconds), 86_399)
  return new Date(whole * 1000).toISOString().slice(11, 19)
}

function pathOf({ externalId }: RemoteReference) {
  return `/workflows/${encodeURIComponent(externalId)}`
}
