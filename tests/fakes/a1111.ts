import { setTimeout as sleep } from 'node:timers/promises'
import { type FakeJob, FakeJobs, fakeFile } from '#tests/fakes/jobs'
import { guarded } from '#tests/fakes/guarding'
import { type FakeAnswer, type FakeRequest, FakeServer, type Routes } from '#tests/fakes/server'

/** AUTOMATIC1111 with `--api --api-auth`: the answer to an order holds its pictures, a grid before several of them; what was stopped, too. */
export class FakeA1111 extends FakeServer {
  readonly jobs: FakeJobs

  constructor(readonly key = 'ada:a1111-0123456789') {
    const jobs = new FakeJobs()
    super(
      guarded(
        { ...listRoutes(), ...drawingRoutes(jobs) },
        `Basic ${Buffer.from(key).toString('base64')}`,
        () => ({ status: 401, json: { detail: 'Incorrect username or password' } })
      ),
      /^POST \/sdapi\/v1\/(txt2img|img2img|extra-single-image)$/
    )
    this.jobs = jobs
  }
}

function listRoutes(): Routes {
  const checkpoint = {
    model_name: 'fox',
    title: 'fox.safetensors [0123456789]',
    hash: '0123456789',
  }
  return {
    'GET /sdapi/v1/options': () => ({ json: { sd_model_checkpoint: checkpoint.title } }),
    'GET /sdapi/v1/sd-models': () => ({ json: [checkpoint] }),
    'GET /sdapi/v1/samplers': () => ({ json: [{ name: 'Euler a', aliases: [], options: {} }] }),
    'GET /sdapi/v1/schedulers': () => ({ json: [{ name: 'karras', label: 'Karras' }] }),
    'GET /sdapi/v1/upscalers': () => ({ json: [{ name: 'Lanczos' }, { name: 'R-ESRGAN 4x+' }] }),
  }
}

function drawingRoutes(jobs: FakeJobs): Routes {
  const draw = ({ json }: FakeRequest) => drawn(jobs, json)
  return {
    'POST /sdapi/v1/txt2img': draw,
    'POST /sdapi/v1/img2img': (request) =>
      request.json.init_images?.length
        ? draw(request)
        : { status: 404, json: { detail: 'Init image not found' } },
    'POST /sdapi/v1/extra-single-image': async ({ json }) => {
      const { id } = jobs.add('upscale', json)
      return { json: { html_info: '', image: await pictureOf(id) } }
    },
    'POST /internal/progress': ({ json }) => {
      const job = jobs.find(json.id_task)
      if (!job || !isAtWork(job)) {
        return { json: { active: false, queued: false, completed: Boolean(job), progress: null } }
      }
      const progress = Math.min(0.9, ++job.looks / 10)
      return { json: { active: true, queued: false, completed: false, progress, textinfo: null } }
    },
    'GET /sdapi/v1/progress': () => {
      const job = jobs.all.find(isAtWork)
      return { json: { progress: job ? Math.min(0.9, ++job.looks / 10) : 0, eta_relative: 0 } }
    },
    /** Whatever runs. */
    'POST /sdapi/v1/interrupt': () => {
      for (const job of jobs.all.filter(isAtWork)) job.cancelled = true
      return { json: {} }
    },
  }
}

async function drawn(jobs: FakeJobs, request: Record<string, any>): Promise<FakeAnswer> {
  if (typeof request.steps === 'string') {
    const loc = ['body', 'steps']
    return {
      status: 422,
      json: { detail: [{ loc, msg: 'value is not a valid integer', type: 'type_error' }] },
    }
  }
  const job = jobs.add('txt2img', request, request.force_task_id)
  const until = Date.now() + longestWork
  while (isAtWork(job) && Date.now() < until) await sleep(5)
  const { id } = job
  if (job.outcome !== 'succeeds' && !job.cancelled) return { status: 500, json: outOfMemory }
  const count = request.batch_size ?? 1
  const seeds = Array.from({ length: count }, (_, index) => Number(request.seed ?? 1) + index)
  const pictures = await Promise.all(seeds.map((seed) => pictureOf(`${id}-${seed}`)))
  const grid = count > 1 ? [await pictureOf(`${id}-grid`)] : []
  const info = JSON.stringify({ all_seeds: seeds, seed: seeds[0], infotexts: [] })
  return { json: { images: [...grid, ...pictures], parameters: request, info } }
}

const longestWork = 20_000
const isAtWork = ({ outcome, cancelled }: FakeJob) => outcome === 'stays_running' && !cancelled

const outOfMemory = {
  error: 'OutOfMemoryError',
  detail: '',
  body: '',
  errors: 'CUDA out of memory. Tried to allocate 2.00 GiB',
}

async function pictureOf(name: string) {
  const { body } = await fakeFile({ params: { name } })
  return (body as Buffer).toString('base64')
}
