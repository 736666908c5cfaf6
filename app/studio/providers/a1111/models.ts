import { requireJson } from '#studio/providers/answers'
import type { ProviderContext } from '#studio/providers/contract'
import { describe } from '#studio/providers/describing'
import { login } from '#studio/providers/login'
import type {
  Json,
  Modality,
  ModelDescription,
  ModelInfo,
  ModelPage,
  ModelQuery,
} from '#studio/providers/shapes'

/** What can be done with a checkpoint; upscaling needs none. */
const ways: Record<string, Modality> = { txt2img: 'text_to_image', img2img: 'image_to_image' }
export const upscaling = 'upscale'

/** Each checkpoint, once for making pictures and once for changing them. */
export async function listA1111Models(
  context: ProviderContext,
  { query = '', modality }: ModelQuery
): Promise<ModelPage> {
  const checkpoints: { title: string }[] = requireJson(await read(context, '/sdapi/v1/sd-models'))
  const models = checkpoints.flatMap(({ title }) =>
    Object.keys(ways).map((way) => infoOf(`${way}/${title}`))
  )
  const matching = [...models, infoOf(upscaling)]
    .filter((info) => !modality || info.modality === modality)
    .filter((info) => info.name.toLowerCase().includes(query.toLowerCase()))
  return { models: matching }
}

export async function describeA1111Model(
  context: ProviderContext,
  ref: string
): Promise<ModelDescription> {
  const [way] = splitRef(ref)
  if (way === upscaling) {
    const upscalers = await namesOf(context, '/sdapi/v1/upscalers')
    return describe(infoOf(ref), upscalingSchema(upscalers))
  }
  const [samplers, schedulers] = await Promise.all([
    namesOf(context, '/sdapi/v1/samplers'),
    namesOf(context, '/sdapi/v1/schedulers', 'label'),
  ])
  return describe(infoOf(ref), drawingSchema(way, samplers, schedulers))
}

/** `txt2img/fox.safetensors [0123]` as the way and the checkpoint. */
export function splitRef(ref: string): [way: string, checkpoint: string] {
  const at = ref.indexOf('/')
  return at === -1 ? [ref, ''] : [ref.slice(0, at), ref.slice(at + 1)]
}

function infoOf(ref: string): ModelInfo {
  const [way, checkpoint] = splitRef(ref)
  if (way === upscaling) return { ref, name: 'Upscaling', modality: 'upscale' }
  const name = checkpoint.replace(/(\.safetensors|\.ckpt)?( \[\w+\])?$/, '')
  return {
    ref,
    name: way === 'img2img' ? `${name} (from a picture)` : name,
    modality: ways[way] ?? 'text_to_image',
  }
}

/** Servers that only speak the same language know fewer lists; then it is a text. */
async function namesOf(context: ProviderContext, path: string, field = 'name') {
  const answer = await read(context, path)
  if (answer.status === 404) return []
  return requireJson(answer).map((each: Record<string, unknown>) =>
    String(each[field] ?? each.name)
  )
}

function read(context: ProviderContext, path: string) {
  const url = `${context.baseUrl}${path}`
  return context.http.read({ method: 'GET', url, headers: login(context) })
}

const choice = (names: string[], title: string): Json =>
  names.length ? { type: 'string', title, enum: names } : { type: 'string', title }
const edge = { type: 'integer', default: 512, minimum: 64, maximum: 4096, multipleOf: 8 }

function drawingSchema(way: string, samplers: string[], schedulers: string[]): Json {
  const picture = {
    init_image: { type: 'string', format: 'uri', title: 'Picture' },
    denoising_strength: {
      type: 'number',
      title: 'Strength',
      default: 0.75,
      minimum: 0,
      maximum: 1,
    },
  }
  const isFromPicture = way === 'img2img'
  return {
    type: 'object',
    required: isFromPicture ? ['prompt', 'init_image'] : ['prompt'],
    properties: {
      prompt: { type: 'string' },
      negative_prompt: { type: 'string' },
      ...(isFromPicture && picture),
      width: edge,
      height: edge,
      batch_size: { type: 'integer', title: 'Pictures', default: 1, minimum: 1, maximum: 16 },
      seed: { type: 'integer', minimum: -1, maximum: 4294967295 },
      steps: { type: 'integer', default: 20, minimum: 1, maximum: 150 },
      cfg_scale: { type: 'number', default: 7, minimum: 0, maximum: 30 },
      sampler_name: choice(samplers, 'Sampler'),
      scheduler: choice(schedulers, 'Schedule'),
      restore_faces: { type: 'boolean', default: false },
      tiling: { type: 'boolean', default: false },
    },
  }
}

function upscalingSchema(upscalers: string[]): Json {
  return {
    type: 'object',
    required: ['image', 'upscaler_1'],
    properties: {
      image: { type: 'string', format: 'uri', title: 'Picture' },
      upscaling_resize: { type: 'number', title: 'Factor', default: 2, minimum: 1, maximum: 8 },
      upscaler_1: choice(upscalers, 'Upscaler'),
    },
  }
}
