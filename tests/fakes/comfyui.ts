import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { FakeJobs, fakeFile, type FakeJob, type Stage } from '#tests/fakes/jobs'
import { guarded } from '#tests/fakes/guarding'
import { type FakeAnswer, FakeServer, type Routes } from '#tests/fakes/server'
import { acceptSocket } from '#tests/fakes/socket'

/** Bounds as `/object_info` tells them, and as they are checked. */
const nodes: Record<string, Record<string, unknown[]>> = {
  KSampler: {
    seed: ['INT', { default: 0, min: 0, max: 18446744073709552000, control_after_generate: true }],
    steps: ['INT', { default: 20, min: 1, max: 10000 }],
    cfg: ['FLOAT', { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
    sampler_name: [['euler', 'dpmpp_2m'], {}],
    scheduler: [['normal', 'karras'], {}],
    denoise: ['FLOAT', { default: 1, min: 0, max: 1, step: 0.01 }],
  },
  CheckpointLoaderSimple: { ckpt_name: [['fox.safetensors', 'wolf.safetensors'], {}] },
  EmptyLatentImage: {
    width: ['INT', { default: 512, min: 16, max: 16384, step: 8 }],
    height: ['INT', { default: 512, min: 16, max: 16384, step: 8 }],
    batch_size: ['INT', { default: 1, min: 1, max: 4096 }],
  },
  CLIPTextEncode: { text: ['STRING', { multiline: true, dynamicPrompts: true }] },
  LoadImage: { image: [['example.png'], { image_upload: true }] },
  VAEDecode: {},
  SaveImage: { filename_prefix: ['STRING', { default: 'ComfyUI' }] },
}

/** ComfyUI as it answers over HTTP; it runs two jobs of one name one after the other, as the real one does. */
export class FakeComfyUI extends FakeServer {
  readonly jobs: FakeJobs
  readonly uploads: string[]
  #listeners = new Map<string, (text: string) => void>()

  constructor(readonly key = 'comfy0123456789') {
    const jobs = new FakeJobs()
    const uploads: string[] = []
    const routes = { ...infoRoutes(), ...fileRoutes(uploads), ...jobRoutes(jobs) }
    super(
      guarded(routes, `Bearer ${key}`, () => ({ status: 401, body: 'Unauthorized' })),
      /^POST \/prompt$/
    )
    this.jobs = jobs
    this.uploads = uploads
  }

  /** Says something to who ordered a job, as the real one does: to the name it was ordered under. */
  tell(client: string, type: string, data: object) {
    this.#listeners.get(client)?.(JSON.stringify({ type, data }))
  }

  /** What differs from its own address in the origin it refuses. */
  protected override upgrade(message: IncomingMessage, socket: Duplex) {
    const { pathname, searchParams } = new URL(message.url!, 'http://fake')
    const { authorization, origin } = message.headers
    if (pathname !== '/ws' || origin || authorization !== `Bearer ${this.key}`) {
      return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    }
    const client = searchParams.get('clientId')!
    this.#listeners.set(client, acceptSocket(message, socket))
    this.tell(client, 'status', { status: { exec_info: { queue_remaining: 1 } }, sid: client })
    socket.on('close', () => this.#listeners.delete(client))
  }

  /** Who listens now. */
  get listeners() {
    return [...this.#listeners.keys()]
  }
}

function infoRoutes(): Routes {
  return {
    'GET /system_stats': () => ({
      json: {
        system: { comfyui_version: '0.3.64', python_version: '3.11' },
        devices: [{ name: 'cpu', type: 'cpu' }],
      },
    }),
    'GET /object_info/:name': ({ params: { name } }) => {
      const inputs = nodes[name]
      if (!inputs) return { json: {} }
      return {
        json: { [name]: { input: { required: inputs }, name, output_node: name === 'SaveImage' } },
      }
    },
  }
}

function fileRoutes(uploads: string[]): Routes {
  return {
    'GET /view': ({ query }) => {
      const name = query.get('filename') ?? ''
      if (name.includes('..')) return { status: 400 }
      return fakeFile({ params: { name } })
    },
    'POST /upload/image': ({ body }) => {
      const text = body.toString('latin1')
      const name = /name="image"; filename="([^"]+)"/.exec(text)![1]
      const subfolder = /name="subfolder"\r\n\r\n([^\r]*)/.exec(text)?.[1] ?? ''
      uploads.push(name)
      return { json: { name, subfolder, type: 'input' } }
    },
  }
}

function jobRoutes(jobs: FakeJobs): Routes {
  return {
    'POST /prompt': ({ json }) => {
      const refusal = refusalOf(json?.prompt)
      if (refusal) return { status: 400, json: refusal }
      const { number, id } = jobs.add('graph', json, json.prompt_id)
      return { json: { prompt_id: id, number, node_errors: {} } }
    },
    /** The look that brings a job on; the queue only tells where it is. */
    'GET /history/:id': ({ params }) => {
      const job = jobs.find(params.id)
      const entry = job && historyOf(job, jobs.look(job))
      return { json: entry ? { [params.id]: entry } : {} }
    },
    'GET /history': () => ({
      json: Object.fromEntries(
        jobs.all.flatMap((job) => {
          const entry = historyOf(job, jobs.stageOf(job))
          return entry ? [[job.id, entry]] : []
        })
      ),
    }),
    'GET /queue': () => ({ json: queueOf(jobs) }),
    'POST /queue': ({ json }) => {
      for (const id of json.delete ?? []) {
        const at = jobs.all.findIndex((job) => job.id === id && wasLookedAt(jobs, job) === 'queued')
        if (at !== -1) jobs.all.splice(at, 1)
      }
      return {}
    },
    'POST /interrupt': ({ json }) => {
      const job = jobs.find(json.prompt_id)
      if (job && wasLookedAt(jobs, job) === 'running') job.cancelled = true
      return {}
    },
  }
}

/** Where the last look left it. */
function wasLookedAt(jobs: FakeJobs, job: FakeJob): Stage {
  if (job.looks === 0) return 'queued'
  job.looks--
  return jobs.look(job)
}

function queueOf(jobs: FakeJobs) {
  const inStage = (wanted: Stage) =>
    jobs.all.filter((job) => wasLookedAt(jobs, job) === wanted).map(entryOf)
  return { queue_running: inStage('running'), queue_pending: inStage('queued') }
}

function entryOf({ number, id, input }: FakeJob) {
  return [number, id, input.prompt, { client_id: input.client_id, create_time: 0 }, ['9']]
}

function historyOf(job: FakeJob, stage: Stage) {
  if (stage === 'queued' || stage === 'running') return null
  const count: number = job.input.prompt['5']?.inputs.batch_size ?? 1
  const images = Array.from({ length: count }, (_, index) => ({
    filename: `${job.id}_0000${index + 1}_.png`,
    subfolder: 'atelier',
    type: 'output',
  }))
  const preview = { filename: 'preview.png', subfolder: '', type: 'temp' }
  const isGood = stage === 'succeeded'
  return {
    prompt: entryOf(job),
    outputs: isGood ? { 8: { images: [preview] }, 9: { images } } : {},
    status: {
      status_str: stage === 'new' ? 'hibernating' : isGood ? 'success' : 'error',
      completed: isGood,
      messages: [['execution_start', { prompt_id: job.id, timestamp: 0 }], endingOf(job, stage)],
    },
    meta: {},
  }
}

function endingOf({ id }: FakeJob, stage: Stage) {
  if (stage === 'succeeded' || stage === 'new') return ['execution_success', { prompt_id: id }]
  const node = { prompt_id: id, node_id: '3', node_type: 'KSampler', executed: [] }
  if (stage === 'cancelled') return ['execution_interrupted', node]
  const exception = { exception_type: 'RuntimeError', exception_message: 'CUDA out of memory\n' }
  return ['execution_error', { ...node, ...exception, traceback: ['  File "execution.py"'] }]
}

type Graph = Record<string, { class_type: string; inputs: Record<string, unknown> }>

function refusalOf(graph: Graph | undefined): FakeAnswer['json'] | null {
  if (!graph) return problem('no_prompt', 'No prompt provided', 'No prompt provided')
  const missing = Object.entries(graph).find(([, node]) => !nodes[node.class_type])
  if (missing) {
    const [id, { class_type: name }] = missing
    return problem(
      'invalid_prompt',
      `Cannot execute because node ${name} does not exist.`,
      `Node ID '#${id}'`
    )
  }
  const wrong = Object.entries(graph).flatMap(([id, node]) => {
    const errors = complaintsOf(node)
    const rest = { dependent_outputs: ['9'], class_type: node.class_type }
    return errors.length ? [[id, { errors, ...rest }] as const] : []
  })
  if (!wrong.length) return null
  const title = 'Prompt outputs failed validation'
  return {
    ...problem('prompt_outputs_failed_validation', title),
    node_errors: Object.fromEntries(wrong),
  }
}

function problem(type: string, message: string, details = '') {
  return { error: { type, message, details, extra_info: {} }, node_errors: {} }
}

function complaintsOf({ class_type: name, inputs }: Graph[string]) {
  return Object.entries(nodes[name]).flatMap(([input, config]) => {
    const { min } = (config[1] ?? {}) as { min?: number }
    const value = inputs[input]
    if (typeof value !== 'number' || min === undefined || value >= min) return []
    const message = `Value ${value} smaller than min of ${min}`
    const extra = { input_name: input, input_config: config, received_value: value }
    return [{ type: 'value_smaller_than_min', message, details: input, extra_info: extra }]
  })
}
