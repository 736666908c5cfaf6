import type { Json } from '#studio/providers/shapes'

/** The forms of models whose servers publish none, after OpenAI's API document and what the dialects add. */

type Properties = Record<string, Json>

export interface Form {
  properties: Properties
  required: string[]
}

const prompt: Json = { type: 'string', maxLength: 32_000 }
const seed: Json = { type: 'integer', minimum: 0, maximum: 4_294_967_295 }
const image: Json = {
  type: 'array',
  items: { type: 'string', format: 'uri' },
  maxItems: 16,
  title: 'Pictures to work from',
}
const side: Json = { type: 'integer', minimum: 64, maximum: 4096, default: 1024 }
const steps: Json = { type: 'integer', minimum: 1, maximum: 150 }
/** Any size, written out: what a model takes is its own affair. */
const freeSize: Json = {
  type: 'string',
  pattern: '^(auto|[0-9]{2,4}x[0-9]{2,4})$',
  default: '1024x1024',
}

export function ofOpenAi(model: string): Form {
  if (isSora(model)) return video
  if (model === 'dall-e-3') return dallE3
  if (model === 'dall-e-2') return dallE2
  return gptImage(/^gpt-image-2/.test(model))
}

export function isSora(model: string) {
  return model.startsWith('sora')
}

function gptImage(anySize: boolean): Form {
  return {
    required: ['prompt'],
    properties: {
      prompt,
      image,
      size: anySize ? freeSize : choice(['auto', '1024x1024', '1536x1024', '1024x1536']),
      quality: choice(['auto', 'low', 'medium', 'high']),
      n: count(10),
      background: choice(['auto', 'transparent', 'opaque']),
      output_format: choice(['png', 'jpeg', 'webp']),
      output_compression: { type: 'integer', minimum: 0, maximum: 100 },
      moderation: choice(['auto', 'low']),
    },
  }
}

const dallE3: Form = {
  required: ['prompt'],
  properties: {
    prompt: { type: 'string', maxLength: 4000 },
    size: choice(['1024x1024', '1792x1024', '1024x1792']),
    quality: choice(['standard', 'hd']),
    style: choice(['vivid', 'natural']),
  },
}
const dallE2: Form = {
  required: ['prompt'],
  properties: {
    prompt: { type: 'string', maxLength: 1000 },
    size: choice(['1024x1024', '512x512', '256x256']),
    n: count(10),
  },
}
const video: Form = {
  required: ['prompt'],
  properties: {
    prompt,
    image: { ...(image as Properties), maxItems: 1 },
    size: choice(['720x1280', '1280x720', '1024x1792', '1792x1024']),
    seconds: choice(['4', '8', '12']),
  },
}

export const ofTogether: Form = {
  required: ['prompt'],
  properties: {
    prompt,
    negative_prompt: { type: 'string' },
    image: { ...(image as Properties), maxItems: 1 },
    width: side,
    height: side,
    steps,
    n: count(4),
    seed,
  },
}

export const ofSdServer: Form = {
  required: ['prompt'],
  properties: {
    prompt,
    negative_prompt: { type: 'string' },
    image,
    size: { ...(freeSize as Properties), pattern: '^[0-9]{2,4}x[0-9]{2,4}$', default: '512x512' },
    n: count(8),
    steps,
    cfg_scale: { type: 'number', minimum: 0, maximum: 30 },
    seed,
    output_format: choice(['png', 'jpeg']),
  },
}

/** Only what every server of this kind takes; more goes into the field for further parameters. */
export const ofCustom: Form = {
  required: ['prompt'],
  properties: { prompt, image, size: freeSize, n: count(10) },
}

interface Descriptor {
  type: string
  values?: Json[]
  min?: number
  max?: number
}

/** OpenRouter says of each model which fields it takes, and which values. */
export function ofOpenRouter(supported: Record<string, Descriptor> = {}): Form {
  const { input_references: references, ...fields } = supported
  const described = Object.entries(fields).map(([name, field]) => [name, propertyOf(name, field)])
  return {
    required: ['prompt'],
    properties: {
      prompt,
      ...(references && { image: { ...(image as Properties), maxItems: references.max ?? 16 } }),
      ...Object.fromEntries(described),
    },
  }
}

function propertyOf(name: string, { type, values, min, max }: Descriptor): Json {
  if (name === 'seed') return seed
  if (type === 'enum' && values) return { type: 'string', enum: values }
  if (type !== 'range') return { type: 'boolean' }
  return {
    type: 'integer',
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
  }
}

export interface OpenRouterVideo {
  id: string
  name?: string
  description?: string
  supported_resolutions?: string[] | null
  supported_aspect_ratios?: string[] | null
  supported_durations?: number[] | null
  supported_frame_images?: string[] | null
  generate_audio?: boolean | null
  seed?: boolean | null
}

export function ofOpenRouterVideo(model: OpenRouterVideo): Form {
  const { supported_resolutions: resolutions, supported_aspect_ratios: ratios } = model
  const { supported_durations: durations, supported_frame_images: frames } = model
  return {
    required: ['prompt'],
    properties: {
      prompt,
      ...(frames?.includes('first_frame') && { image: { ...(image as Properties), maxItems: 1 } }),
      ...(resolutions?.length && { resolution: choice(resolutions) }),
      ...(ratios?.length && { aspect_ratio: choice(ratios) }),
      ...(durations?.length && { duration: { type: 'integer', enum: durations } }),
      ...(model.generate_audio && { generate_audio: { type: 'boolean' } }),
      ...(model.seed && { seed }),
    },
  }
}

function choice(values: string[]): Json {
  return { type: 'string', enum: values, default: values[0] }
}

function count(most: number): Json {
  return { type: 'integer', minimum: 1, maximum: most, default: 1 }
}
