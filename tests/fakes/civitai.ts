import { randomBytes } from 'node:crypto'
import { guarded } from '#tests/fakes/guarding'
import { FakeJobs, fakeFile, type FakeJob, type Stage } from '#tests/fakes/jobs'
import { FakeServer, type FakeAnswer, type FakeRequest, type Routes } from '#tests/fakes/server'

const states: Record<Stage, string> = {
  queued: 'preparing',
  running: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  refused: 'failed',
  cancelled: 'canceled',
  new: 'postprocessing',
}
const ends = ['succeeded', 'failed', 'canceled']

/** Civitai's orchestration, and beside it the site that lists its models. */
export class FakeCivitai extends FakeServer {
  readonly jobs: FakeJobs

  constructor(readonly key = 'civitai0123456789abcdef') {
    const jobs = new FakeJobs()
    const routes = guarded(
      { ...workflowRoutes(jobs, () => this.url), ...siteRoutes },
      `Bearer ${key}`,
      (given) => problem(401, 'Unauthorized', `Unknown token ${given}`)
    )
    super({ 'GET /files/:name': fakeFile, ...routes }, /^POST \/v2\/consumer\/workflows$/)
    this.jobs = jobs
  }

  /** Asking for a price costs nothing, and one key is paid for once. */
  get paidRequests() {
    const orders = super.paidRequests.filter(({ query }) => query.get('whatif') !== 'true')
    return [...new Map(orders.map((request) => [request.json?.externalId, request])).values()]
  }
}

function problem(status: number, title: string, detail: string, more: object = {}): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    json: { type: `https://httpstatuses.io/${status}`, title, status, detail, ...more },
  }
}

const notFound = problem(404, 'Not Found', 'The workflow was not found.')

function workflowRoutes(jobs: FakeJobs, url: () => string): Routes {
  const withJob = (answer: (job: FakeJob) => FakeAnswer) => (request: FakeRequest) => {
    const job = jobs.find(request.params.id)
    return job ? answer(job) : notFound
  }
  return {
    'POST /v2/consumer/workflows': ({ json, query }) => {
      const wrong = complaintsAbout(json)
      if (wrong) return problem(400, 'One or more validation errors occurred.', '', wrong)
      if (query.get('whatif') === 'true') return { json: priceOf(json, url()) }
      const known = jobs.all.find(
        ({ input }) => json.externalId && input.externalId === json.externalId
      )
      const job = known ?? jobs.add('workflow', json, `wf_${randomBytes(8).toString('hex')}`)
      return { status: 202, json: workflowOf(job, jobs.stageOf(job), url()) }
    },
    'GET /v2/consumer/workflows': ({ query }) => {
      const tagged = jobs.all.filter(({ input }) =>
        query.getAll('tags').every((tag) => input.tags?.includes(tag))
      )
      const items = tagged.map((job) => workflowOf(job, jobs.stageOf(job), url()))
      return { json: { items, next: '' } }
    },
    'GET /v2/consumer/workflows/:id': withJob((job) => {
      const workflow = workflowOf(job, jobs.look(job), url())
      return { status: ends.includes(workflow.status) ? 200 : 202, json: workflow }
    }),
    'PUT /v2/consumer/workflows/:id': withJob((job) => {
      job.cancelled ||= !ends.includes(states[jobs.stageOf(job)])
      return { status: 204 }
    }),
    'POST /v2/consumer/blobs': () => ({ status: 201, json: blobOf('upload', url()) }),
  }
}

function complaintsAbout(template: Record<string, any> | null) {
  const input = template?.steps?.[0]?.input ?? {}
  const errors = {
    ...(!template?.currencies && { currencies: ['The Currencies field is required.'] }),
    ...(!input.prompt &&
      !input.image && { 'steps[0].input.prompt': ['The Prompt field is required.'] }),
  }
  return Object.keys(errors).length > 0 ? { errors } : null
}

function priceOf(template: Record<string, any>, url: string) {
  const job = new FakeJobs().add('workflow', template)
  return { ...workflowOf(job, 'queued', url), id: null, status: 'unassigned' }
}

/** By the picture and the million of pixels. */
function priceIn({ quantity = 1, width = 1024, height = 1024 }: Record<string, number>) {
  return 8 * quantity * Math.max(1, Math.round((width * height) / 1e6))
}

function workflowOf(job: FakeJob, stage: Stage, url: string) {
  const { tags = [], currencies, callbacks, externalId = null, steps } = job.input
  const total = priceIn(steps[0].input)
  return {
    id: job.id,
    createdAt: job.sentAt.toISOString(),
    metadata: {},
    status: states[stage],
    tags,
    arguments: {},
    steps: steps.map((step: Record<string, any>) => stepOf(step, job, stage, url)),
    callbacks: callbacks ?? [],
    tips: { civitai: 0, creators: 0 },
    cost: { base: total, tips: { civitai: 0, creators: 0 }, total },
    transactions: { list: [{ type: 'debit', amount: total, accountType: 'blue' }] },
    upgradeMode: 'manual',
    currencies,
    forceRefunded: false,
    externalId,
    allowMatureContent: job.input.allowMatureContent ?? null,
  }
}

function stepOf(step: Record<string, any>, job: FakeJob, stage: Stage, url: string) {
  const status = states[stage]
  return {
    $type: step.$type,
    name: step.name ?? '0',
    priority: 'normal',
    status,
    metadata: {},
    input: step.input,
    ...(stage === 'running' && { estimatedProgressRate: 0.42 }),
    jobs: [
      {
        id: `${job.id}-job`,
        status,
        cost: 8,
        ...(stage === 'queued' && { queuePosition: { support: 'available', precedingJobs: 3 } }),
      },
    ],
    ...outputOf(step, job, stage, url),
  }
}

function outputOf(step: Record<string, any>, job: FakeJob, stage: Stage, url: string) {
  const said = errors[stage]
  if (said) return step.$type === 'imageGen' ? { output: { images: [], errors: [said] } } : {}
  if (stage !== 'succeeded') return {}
  const first = blobOf(`${job.id}-0`, url)
  if (step.$type === 'videoGen') return { output: { video: { ...first, type: 'video' } } }
  if (step.$type === 'imageUpscaler') return { output: { blob: first } }
  const count: number = step.input.quantity ?? 1
  const images = Array.from({ length: count }, (_, index) => blobOf(`${job.id}-${index}`, url))
  return { output: { images, errors: null } }
}

const errors: Partial<Record<Stage, string>> = {
  failed: 'The worker ran into an error.',
  refused: 'The prompt was blocked by moderation.',
}

function blobOf(name: string, url: string) {
  return {
    type: 'image',
    id: name,
    available: true,
    url: `${url}/files/${name}.png`,
    urlExpiresAt: new Date(Date.now() + 3600_000).toISOString(),
    width: 64,
    height: 48,
    nsfwLevel: 'pg',
    blockedReason: null,
  }
}

const checkpoint = {
  id: 101_055,
  name: 'SD XL',
  type: 'Checkpoint',
  modelVersions: [{ id: 128_078, name: 'v1.0', baseModel: 'SDXL 1.0' }],
}

const siteRoutes: Routes = {
  'GET /api/v1/models': () => ({ json: { items: [checkpoint], metadata: {} } }),
  'GET /api/v1/model-versions/:id': ({ params }) =>
    params.id === '128078'
      ? { json: { ...checkpoint.modelVersions[0], model: { name: checkpoint.name } } }
      : { status: 404, json: { error: 'Model not found' } },
}
