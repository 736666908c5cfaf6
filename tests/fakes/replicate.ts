import { createHmac, randomBytes } from 'node:crypto'
import { FakeJobs, fakeFile, type FakeJob, type Stage } from '#tests/fakes/jobs'
import { guarded } from '#tests/fakes/guarding'
import { schnell } from '#tests/fakes/replicate_models'
import { FakeServer, type FakeAnswer, type Routes } from '#tests/fakes/server'

const states: Record<Stage, string> = {
  queued: 'starting',
  running: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  refused: 'failed',
  cancelled: 'canceled',
  new: 'hibernating',
}
const ends = ['succeeded', 'failed', 'canceled']

/** api.replicate.com, with its files beside it. */
export class FakeReplicate extends FakeServer {
  readonly jobs: FakeJobs
  readonly signingKey = randomBytes(24)

  constructor(readonly key = 'r8_replicate0123456789') {
    const jobs = new FakeJobs()
    const routes = guarded(
      {
        ...predictionRoutes(jobs, () => this.url),
        ...modelRoutes(() => this.url),
        'GET /account': () => ({ json: { type: 'user', username: 'ada', name: 'Ada' } }),
        'GET /webhooks/default/secret': () => ({
          json: { key: `whsec_${this.signingKey.toString('base64')}` },
        }),
        'POST /files': ({ body }) => ({ status: 201, json: upload(body, this.url) }),
      },
      `Bearer ${key}`,
      refusal
    )
    super({ 'GET /files/:name': fakeFile, ...routes }, /^POST .*\/predictions$/)
    this.jobs = jobs
  }

  /** A message as Replicate signs it; the first of the two signatures is of a key of before. */
  webhook(job: FakeJob, at = new Date()) {
    const rawBody = Buffer.from(JSON.stringify(predictionOf(job, 'succeeded', this.url)))
    const [id, timestamp] = [`msg_${job.id}`, String(Math.floor(at.getTime() / 1000))]
    const signed = (key: Buffer) =>
      `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64')}`
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `${signed(Buffer.from('before'))} ${signed(this.signingKey)}`,
    }
    return { headers, rawBody, token: 'not-looked-at' }
  }
}

function refusal(given: string) {
  return problem(401, 'Unauthenticated', `Bad token ${given}`)
}

function problem(status: number, title: string, detail: string, more: object = {}): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    json: { title, detail, status, ...more },
  }
}

function predictionRoutes(jobs: FakeJobs, url: () => string): Routes {
  const create = (version: string, input: Record<string, any>): FakeAnswer => {
    if (typeof input?.prompt !== 'string') return missingPrompt
    return { status: 201, json: predictionOf(jobs.add(version, input, newId()), 'queued', url()) }
  }
  return {
    'POST /predictions': ({ json }) => create(json.version, json.input),
    'POST /models/:owner/:name/predictions': ({ json, params }) =>
      create(`${params.owner}/${params.name}`, json.input),
    'GET /predictions': ({ query }) => {
      const since = Date.parse(query.get('created_after') ?? '1970-01-01')
      const listed = jobs.all.filter((job) => job.sentAt.getTime() >= since)
      const results = listed.map((job) => predictionOf(job, jobs.stageOf(job), url()))
      return { json: { next: null, previous: null, results: results.reverse() } }
    },
    'GET /predictions/:id': ({ params }) => {
      const job = jobs.find(params.id)
      return job ? { json: predictionOf(job, jobs.look(job), url()) } : notFound
    },
    'POST /predictions/:id/cancel': ({ params }) => {
      const job = jobs.find(params.id)
      if (!job) return notFound
      job.cancelled ||= !ends.includes(states[jobs.stageOf(job)])
      return { json: predictionOf(job, jobs.stageOf(job), url()) }
    },
  }
}

const notFound = problem(404, 'Not found', 'The requested resource could not be found.')
const missingPrompt = problem(422, 'Input validation failed', '- input: prompt is required\n', {
  invalid_fields: [{ type: 'required', field: 'input.prompt', description: 'prompt is required' }],
})

function newId() {
  return randomBytes(13).toString('hex')
}

function predictionOf(job: FakeJob, stage: Stage, url: string) {
  const [model, version = 'hidden'] = job.model.split(':')
  const status = states[stage]
  const address = `${url}/predictions/${job.id}`
  const web = `https://replicate.com/p/${job.id}`
  return {
    id: job.id,
    model,
    version,
    status,
    input: job.input,
    output: stage === 'succeeded' ? outputOf(job, url) : null,
    logs: stage === 'queued' ? '' : 'Using seed: 42\n 50%|#####     | 14/28\n',
    error: errorOf(stage),
    data_removed: false,
    created_at: job.sentAt.toISOString(),
    urls: { get: address, cancel: `${address}/cancel`, web },
    ...(ends.includes(status) && {
      started_at: job.sentAt.toISOString(),
      completed_at: new Date().toISOString(),
      metrics: { predict_time: 1.25, total_time: 2 },
    }),
  }
}

function outputOf(job: FakeJob, url: string) {
  const count: number = job.input.num_outputs ?? 1
  return Array.from({ length: count }, (_, index) => `${url}/files/${job.id}-${index}.png`)
}

function errorOf(stage: Stage) {
  if (stage === 'failed') return 'Prediction failed: E1001 CUDA out of memory'
  if (stage !== 'refused') return null
  return 'NSFW content detected. Try running it again, or try a different prompt.'
}

function modelRoutes(url: () => string): Routes {
  const listed = () => ({ ...schnell, cover_image_url: `${url()}/files/cover.png` })
  return {
    'GET /models': () => ({ json: { next: null, previous: null, results: [listed()] } }),
    'GET /search': ({ query }) => {
      const models = [{ model: listed(), metadata: { tags: ['text-to-image'] } }]
      return { json: { query: query.get('query'), models, collections: [], pages: [] } }
    },
    'GET /models/:owner/:name': ({ params }) =>
      params.name === schnell.name ? { json: listed() } : notFound,
    'GET /models/:owner/:name/versions/:id': () => ({ json: schnell.latest_version }),
  }
}

function upload(body: Buffer, url: string) {
  const id = randomBytes(8).toString('hex')
  return {
    id,
    content_type: 'image/png',
    size: body.length,
    checksums: { sha256: 'ab'.repeat(32) },
    metadata: {},
    created_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    urls: { get: `${url}/files/${id}` },
  }
}
