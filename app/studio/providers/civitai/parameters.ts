import type { Json } from '#studio/providers/shapes'

/** The parameters that Civitai's engines share, with the bounds its API document gives them. */

type Range = [minimum: number, maximum: number, usual: number]
type Properties = Record<string, Json>

const largestSeed = 4_294_967_295

export const image: Json = { type: 'string', format: 'uri', title: 'Image' }

export function images(most: number): Json {
  return {
    type: 'array',
    items: { type: 'string', format: 'uri' },
    maxItems: most,
    title: 'Images',
  }
}

export function aspectRatio(ratios: string[], usual: string): Json {
  return { type: 'string', enum: ratios, default: usual }
}

export function picture(
  { prompt, quantity }: { prompt: number; quantity: number },
  { negative = true } = {}
): Properties {
  return {
    prompt: { type: 'string', maxLength: prompt },
    ...(negative && { negativePrompt: { type: 'string', maxLength: prompt } }),
    quantity: { type: 'integer', minimum: 1, maximum: quantity, default: 1 },
    seed: { type: 'integer', minimum: 0, maximum: largestSeed },
    ...mature,
  }
}

export function video(own: Properties): Properties {
  return { prompt: { type: 'string' }, negativePrompt: { type: 'string' }, ...own, ...mature }
}

export function sized(minimum: number, maximum: number, usual = 1024): Properties {
  const side = { type: 'integer', minimum, maximum, default: usual }
  return { width: side, height: side }
}

export function sdcpp(ranges: { steps: Range; guidance: Range }): Properties {
  return {
    ...stepsAndGuidance(ranges),
    sampleMethod: {
      type: 'string',
      enum: ['euler', 'euler_a', 'heun', 'dpm2', 'dpm++2s_a', 'dpm++2m', 'dpm++2mv2', 'lcm'],
    },
    schedule: { type: 'string', enum: ['discrete', 'karras', 'exponential', 'ays', 'simple'] },
  }
}

export function comfy(ranges: { steps: Range; guidance: Range }): Properties {
  return {
    ...stepsAndGuidance(ranges),
    sampler: {
      type: 'string',
      enum: ['euler', 'euler_ancestral', 'heun', 'dpm_2', 'dpmpp_2m', 'dpmpp_2m_sde', 'uni_pc'],
    },
    scheduler: { type: 'string', enum: ['normal', 'karras', 'simple', 'sgm_uniform', 'beta'] },
  }
}

function stepsAndGuidance({ steps, guidance }: { steps: Range; guidance: Range }): Properties {
  return {
    steps: { type: 'integer', ...range(steps) },
    cfgScale: { type: 'number', ...range(guidance) },
  }
}

function range([minimum, maximum, usual]: Range) {
  return { minimum, maximum, default: usual }
}

/** No parameter of an engine but of the whole order; only yellow Buzz pays for it. */
const mature: Properties = {
  allowMatureContent: {
    type: 'boolean',
    default: false,
    description: 'Adult content is withheld without this, and paid with yellow Buzz only.',
  },
}
