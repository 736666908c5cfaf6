import { generateKeyPairSync, sign, createHash } from 'node:crypto'
import { FakeJobs, fakeFile, type FakeJob } from '#tests/fakes/jobs'
import { guarded } from '#tests/fakes/guarding'
import { FakeServer, type FakeAnswer, type FakeRequest, type Routes } from '#tests/fakes/server'
import { platformRoutes } from '#tests/fakes/fal_platform'

/** fal on one host: its queue, its platform and its storage. */
export class FakeFal extends FakeServer {
  readonly jobs: FakeJobs
  readonly #keys = generateKeyPairSync('ed25519')

  constructor(readonly key = 'fal-key-id:fal-secret-0123456789') {
    const jobs = new FakeJobs()
    const open: Routes = {
      'GET /.well-known/jwks.json': () => ({ json: { keys: [this.#publicKey] } }),
      'GET /files/:name': fakeFile,
      'PUT /uploads/:name': () => ({ json: {} }),
    }
    const closed = { ...platformRoutes(jobs, () => this.url), ...queueRoutes(jobs, () => this.url) }
    super({ ...open, ...guarded(closed, `Key ${key}`, refusal) }, /^POST \/(?!storage|v1)/)
    this.jobs = jobs
  }

  /** A message as fal signs it. */
  webhook(job: FakeJob, at = new Date(), body: object = {}) {
    const rawBody = Buffer.from(
      JSON.stringify({ request_id: job.id, gateway_request_id: job.id, status: 'OK', ...body })
    )
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const hash = createHash('sha256').update(rawBody).digest('hex')
    const message = Buffer.from([job.id, 'fake-user', timestamp, hash].join('\n'))
    const headers = {
      'x-fal-webhook-request-id': job.id,
      'x-fal-webhook-user-id': 'fake-user',
      'x-fal-webhook-timestamp': timestamp,
      'x-fal-webhook-signature': sign(null, message, this.#keys.privateKey).toString('hex'),
    }
    return { headers, rawBody, token: 'not-looked-at' }
  }

  get #publicKey() {
    return this.#keys.publicKey.export({ format: 'jwk' })
  }
}

/** It repeats the key, as careless providers do. */
function refusal(given: string, route: string): FakeAnswer {
  const message = `Cannot access application with ${given}`
  const json = route.includes('/v1/')
    ? { error: { type: 'authorization_error', message } }
    : { detail: message }
  return { status: 401, json }
}

function queueRoutes(jobs: FakeJobs, url: () => string): Routes {
  const addresses = (job: FakeJob) => {
    const base = `${url()}/${job.model.split('/').slice(0, 2).join('/')}/requests/${job.id}`
    return {
      request_id: job.id,
      response_url: base,
      status_url: `${base}/status`,
      cancel_url: `${base}/cancel`,
    }
  }
  const known = (request: FakeRequest) => {
    const job = jobs.find(request.params.id)
    return job?.model.startsWith(`${request.params.owner}/${request.params.app}`) ? job : undefined
  }
  return {
    'GET /:owner/:app/requests/:id/status': (request) => {
      const job = known(request)
      return job ? statusOf(jobs, job, addresses(job)) : notFound
    },
    'GET /:owner/:app/requests/:id': (request) => {
      const job = known(request)
      if (!job) return notFound
      return { headers: { 'x-fal-request-id': job.id }, ...resultOf(jobs, job, url()) }
    },
    'PUT /:owner/:app/requests/:id/cancel': (request) => {
      const job = known(request)
      return job ? cancel(jobs, job) : { status: 404, json: { status: 'NOT_FOUND' } }
    },
    'POST /:owner/:rest*': ({ params, json }) => {
      const wrong = complaintsAbout(json)
      if (wrong.length > 0) return { status: 422, json: { detail: wrong } }
      const job = jobs.add(`${params.owner}/${params.rest}`, json)
      return { json: { status: 'IN_QUEUE', ...addresses(job), queue_position: 2 } }
    },
  }
}

const notFound: FakeAnswer = { status: 404, json: { detail: 'Request not found' } }

function complaintsAbout(input: { prompt?: unknown } | null) {
  if (typeof input?.prompt === 'string' && input.prompt) return []
  return [{ loc: ['body', 'prompt'], msg: 'field required', type: 'value_error.missing' }]
}

function statusOf(jobs: FakeJobs, job: FakeJob, addresses: object): FakeAnswer {
  const stage = jobs.look(job)
  const said = { ...addresses, logs: stage === 'queued' ? [] : logs }
  if (stage === 'queued')
    return { status: 202, json: { ...said, status: 'IN_QUEUE', queue_position: 1 } }
  if (stage === 'running') return { status: 202, json: { ...said, status: 'IN_PROGRESS' } }
  if (stage === 'new') return { status: 202, json: { ...said, status: 'WARMING_UP' } }
  const end = { ...said, status: 'COMPLETED', metrics: { inference_time: 1.83 } }
  if (stage === 'failed')
    return { json: { ...end, error: 'Runner crashed', error_type: 'runner_server_error' } }
  if (stage === 'cancelled')
    return { json: { ...end, error: 'Request was cancelled', error_type: 'client_cancelled' } }
  return { json: end }
}

const logs = [
  {
    message: ' 50%|#####     | 14/28',
    level: 'INFO',
    source: 'USER',
    timestamp: '2026-01-01T00:00:00Z',
  },
]

function resultOf(jobs: FakeJobs, job: FakeJob, url: string): FakeAnswer {
  const stage = jobs.stageOf(job)
  if (stage === 'refused') return { status: 422, json: { detail: [refused] } }
  if (stage !== 'succeeded')
    return { status: 400, json: { detail: 'Request is still in progress' } }
  if (job.model.endsWith('video')) return { json: filmOf(job, url) }
  const count = job.input.num_images ?? 1
  const images = Array.from({ length: count }, (_, index) => ({
    url: `${url}/files/${job.id}-${index}.png`,
    width: 64,
    height: 48,
    content_type: 'image/png',
  }))
  const blackened = images.map(() => false)
  return {
    json: {
      images,
      seed: job.input.seed ?? 7,
      has_nsfw_concepts: blackened,
      prompt: job.input.prompt,
    },
  }
}

function filmOf(job: FakeJob, url: string) {
  const video = { url: `${url}/files/${job.id}.mp4`, content_type: 'video/mp4' }
  return { video, seed: job.input.seed ?? 7 }
}

const refused = {
  loc: ['body', 'prompt'],
  msg: 'The content could not be processed because it contained material flagged by a content checker.',
  type: 'content_policy_violation',
}

function cancel(jobs: FakeJobs, job: FakeJob): FakeAnswer {
  const stage = jobs.stageOf(job)
  if (!['queued', 'running', 'new'].includes(stage))
    return { status: 400, json: { status: 'ALREADY_COMPLETED' } }
  job.cancelled = true
  return stage === 'queued'
    ? { json: { status: 'OK', success: true } }
    : { status: 202, json: { status: 'CANCELLATION_REQUESTED', success: true } }
}
