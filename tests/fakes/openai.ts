import { guarded } from '#tests/fakes/guarding'
import { FakeJobs, fakePicture, type FakeJob, type Stage } from '#tests/fakes/jobs'
import { FakeServer, type FakeAnswer, type FakeRequest, type Routes } from '#tests/fakes/server'

const states: Record<Stage, string> = {
  queued: 'queued',
  running: 'in_progress',
  succeeded: 'completed',
  failed: 'failed',
  refused: 'failed',
  cancelled: 'cancelled',
  new: 'polishing',
}

/** A server that speaks like OpenAI; OpenRouter's routes stand beside the common ones. */
export class FakeOpenAi extends FakeServer {
  readonly jobs: FakeJobs

  constructor(readonly key = 'sk-openai0123456789') {
    const jobs = new FakeJobs()
    const routes = { ...imageRoutes(jobs), ...videoRoutes(jobs), ...modelRoutes }
    const closed = key ? guarded(routes, `Bearer ${key}`, refusal) : routes
    super(closed, /^POST \/v1\/(images|videos)/)
    this.jobs = jobs
  }

  get baseUrl() {
    return `${this.url}/v1`
  }
}

function refusal(given: string): FakeAnswer {
  return complaint(401, `Incorrect API key provided: ${given}.`, 'invalid_api_key')
}

function complaint(
  status: number,
  message: string,
  code: string | null,
  param: string | null = null
) {
  return { status, json: { error: { message, type: 'invalid_request_error', param, code } } }
}

function imageRoutes(jobs: FakeJobs): Routes {
  return {
    'POST /v1/images/generations': ({ json }) => draw(jobs, json ?? {}),
    'POST /v1/images': ({ json }) => draw(jobs, json ?? {}),
    'POST /v1/images/edits': async (request) => draw(jobs, await fieldsOf(request)),
  }
}

async function fieldsOf({ body, headers }: FakeRequest) {
  const type = { 'content-type': headers['content-type'] }
  const answer = new Response(new Uint8Array(body), { headers: type })
  const form = await answer.formData()
  const images = form.getAll('image[]') as File[]
  return {
    ...Object.fromEntries(form),
    'image[]': images.map(({ size }) => size),
    'n': Number(form.get('n') ?? 1),
  }
}

async function draw(jobs: FakeJobs, input: Record<string, any>): Promise<FakeAnswer> {
  if (typeof input.prompt !== 'string' || !input.prompt)
    return complaint(
      400,
      "Missing required parameter: 'prompt'.",
      'missing_required_parameter',
      'prompt'
    )
  const job = jobs.add(input.model, input)
  if (job.outcome === 'fails') return complaint(400, 'The picture could not be made.', null)
  if (job.outcome === 'is_refused')
    return complaint(400, 'Your request was rejected by the safety system.', 'moderation_blocked')
  const data = await Promise.all(
    Array.from({ length: input.n ?? 1 }, (_, index) => imageOf(job, index))
  )
  return { json: { created: seconds(job.sentAt), data, output_format: 'png', usage } }
}

async function imageOf(job: FakeJob, index: number) {
  const bytes = await fakePicture(`${job.id}-${index}`)
  return { b64_json: bytes.toString('base64') }
}

const usage = {
  input_tokens: 10,
  output_tokens: 90,
  total_tokens: 100,
  input_tokens_details: { text_tokens: 10, image_tokens: 0 },
}

function videoRoutes(jobs: FakeJobs): Routes {
  const withJob = (answer: (job: FakeJob) => FakeAnswer) => (request: FakeRequest) => {
    const job = jobs.find(request.params.id)
    return job ? answer(job) : complaint(404, 'Video not found', null)
  }
  return {
    'GET /v1/videos/models': () => ({ json: { data: [veo] } }),
    'POST /v1/videos': async (request) => {
      const input = request.json ?? (await fieldsOf(request))
      const job = jobs.add(input.model, input, `video_${jobs.all.length + 1}`)
      return { json: videoOf(job, 'queued') }
    },
    'GET /v1/videos': () => {
      const data = jobs.all.map((job) => videoOf(job, jobs.stageOf(job))).reverse()
      const ends = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null }
      return { json: { object: 'list', data, has_more: false, ...ends } }
    },
    'GET /v1/videos/:id': withJob((job) => ({ json: videoOf(job, jobs.look(job)) })),
    'GET /v1/videos/:id/content': withJob(({ id }) => ({
      headers: { 'content-type': 'video/mp4' },
      body: Buffer.concat([Buffer.from('\0\0\0\u0018ftypisom'), Buffer.alloc(64, id)]),
    })),
  }
}

function videoOf(job: FakeJob, stage: Stage) {
  const isOver = stage === 'succeeded'
  return {
    id: job.id,
    object: 'video',
    model: job.model,
    status: states[stage],
    progress: isOver ? 100 : stage === 'running' ? 42 : 0,
    created_at: seconds(job.sentAt),
    completed_at: isOver ? seconds(new Date()) : null,
    expires_at: isOver ? seconds(new Date()) + 3600 : null,
    prompt: job.input.prompt ?? null,
    size: job.input.size ?? '720x1280',
    seconds: job.input.seconds ?? '4',
    remixed_from_video_id: null,
    error: errorOf(stage),
  }
}

function errorOf(stage: Stage) {
  if (stage === 'failed')
    return { code: 'video_generation_failed', message: 'Rendering broke off.' }
  if (stage !== 'refused') return null
  return { code: 'moderation_blocked', message: 'Your request was blocked.' }
}

function seconds(date: Date) {
  return Math.floor(date.getTime() / 1000)
}

const model = (id: string) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'fake' })

const modelRoutes: Routes = {
  'GET /v1/models': () => ({
    json: { object: 'list', data: ['gpt-5', 'gpt-image-1', 'sora-2'].map(model) },
  }),
  'GET /v1/images/models': () => ({ json: { data: [seedream] } }),
  'GET /v1/key': () => ({ json: { data: { label: 'fake' } } }),
}

const seedream = {
  id: 'bytedance-seed/seedream-4.5',
  name: 'Seedream 4.5',
  description: 'Makes pictures from words.',
  supported_parameters: {
    resolution: { type: 'enum', values: ['1K', '2K', '4K'] },
    n: { type: 'range', min: 1, max: 4 },
    seed: { type: 'boolean' },
    input_references: { type: 'range', min: 0, max: 8 },
  },
}
const veo = {
  id: 'google/veo-3.1',
  name: 'Veo 3.1',
  supported_resolutions: ['720p', '1080p'],
  supported_aspect_ratios: ['16:9', '9:16'],
  supported_durations: [4, 6, 8],
  supported_frame_images: ['first_frame'],
  seed: true,
}
