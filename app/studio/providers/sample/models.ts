import type { Json, ModelInfo } from '#studio/providers/shapes'

/** What the sample provider offers, as a provider would publish it. */
export interface SampleModel {
  info: ModelInfo
  schema: { type: 'object'; required: string[]; properties: Record<string, Json> }
}

/** Each of these is one way in which an order can go wrong, to be tried without harm. */
export const failures = [
  'none',
  'refused',
  'content_policy',
  'out_of_memory',
  'provider_internal',
  'lost',
  'not_a_picture',
] as const

const edge = (initial: number) => ({
  type: 'integer',
  default: initial,
  minimum: 64,
  maximum: 2048,
  multipleOf: 8,
})

const common = {
  seed: {
    type: 'integer',
    minimum: 0,
    maximum: 4294967295,
    description: 'The same seed draws the same picture.',
  },
  num_images: { type: 'integer', title: 'Pictures', default: 1, minimum: 1, maximum: 4 },
  delay: {
    type: 'number',
    title: 'Seconds it takes',
    default: 2,
    minimum: 0,
    maximum: 600,
    description: 'A real provider needs a while; this one waits.',
  },
  failure: {
    type: 'string',
    title: 'Let it fail',
    enum: [...failures],
    default: 'none',
    description: 'To see what an error looks like.',
  },
}

const prompt = { type: 'string', maxLength: 4000, description: 'What the picture shall show.' }
const image = { type: 'string', format: 'uri', title: 'Picture' }

const patterns = ['circles', 'stripes', 'waves', 'tiles']

export const sampleModels: SampleModel[] = [
  {
    info: {
      ref: 'sample/shapes',
      name: 'Sample shapes',
      family: 'Sample',
      modality: 'text_to_image',
      description: 'Draws labelled shapes from prompt, seed and parameters. No provider is asked.',
    },
    schema: {
      type: 'object',
      required: ['prompt'],
      properties: {
        prompt,
        negative_prompt: { type: 'string', maxLength: 4000 },
        width: edge(768),
        height: edge(768),
        pattern: { type: 'string', enum: patterns, default: 'circles' },
        steps: {
          type: 'integer',
          default: 20,
          minimum: 1,
          maximum: 100,
          description: 'As many shapes.',
        },
        guidance: {
          type: 'number',
          default: 7,
          minimum: 0,
          maximum: 20,
          description: 'How bright the colours are.',
        },
        ...common,
      },
    },
  },
  {
    info: {
      ref: 'sample/overlay',
      name: 'Sample overlay',
      family: 'Sample',
      modality: 'image_to_image',
      description: 'Draws labelled shapes over a picture of yours. No provider is asked.',
    },
    schema: {
      type: 'object',
      required: ['prompt', 'image'],
      properties: {
        prompt,
        image,
        strength: { type: 'number', default: 0.5, minimum: 0, maximum: 1 },
        pattern: { type: 'string', enum: patterns, default: 'circles' },
        steps: { type: 'integer', default: 20, minimum: 1, maximum: 100 },
        ...common,
      },
    },
  },
  {
    info: {
      ref: 'sample/upscale',
      name: 'Sample upscaling',
      family: 'Sample',
      modality: 'upscale',
      description: 'Makes a picture larger, and labels it. No provider is asked.',
    },
    schema: {
      type: 'object',
      required: ['image'],
      properties: {
        image,
        factor: { type: 'integer', enum: [2, 3, 4], default: 2 },
        delay: common.delay,
        failure: common.failure,
      },
    },
  },
]
