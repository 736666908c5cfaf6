import type { HttpRequest, ProviderContext } from '#studio/providers/contract'
import { request } from '#studio/providers/openai/asking'
import { formOf } from '#studio/providers/openai/multipart'
import type { Json } from '#studio/providers/shapes'

/** Where the servers that speak like OpenAI differ: how a picture is ordered, and what may be sent along. */

export type Dialect = 'openai' | 'openrouter' | 'together' | 'sd-server' | 'custom'
export const dialects: Dialect[] = ['openai', 'openrouter', 'together', 'sd-server', 'custom']

type Parameters = Record<string, Json>
type Order = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'json' | 'body'>

export function dialectOf({ dialect }: ProviderContext): Dialect {
  return dialects.find((known) => known === dialect) ?? 'openai'
}

const orders: Record<
  Dialect,
  (context: ProviderContext, model: string, rest: Parameters) => Order
> = {
  'openai': (context, model, parameters) =>
    generation(context, {
      model,
      ...parameters,
      ...(model.startsWith('dall-e') && { response_format: 'b64_json' }),
    }),

  'custom': (context, model, parameters) => generation(context, { model, ...parameters }),

  'openrouter': (context, model, { image, ...parameters }) => ({
    ...request(context, '/images', 'POST'),
    json: {
      model,
      ...parameters,
      ...(hasImages(image) && { input_references: references(image) }),
    },
  }),

  'together': (context, model, { image, ...parameters }) => ({
    ...request(context, '/images/generations', 'POST'),
    json: {
      model,
      response_format: 'base64',
      ...parameters,
      ...(hasImages(image) && { image_url: image[0] }),
    },
  }),

  'sd-server': (context, model, parameters) =>
    generation(context, { model, ...tagged(parameters) }),
}

/** The one POST that orders pictures. */
export function orderOf(context: ProviderContext, model: string, parameters: Parameters): Order {
  return orders[dialectOf(context)](context, model, parameters)
}

/** Pictures to work from make it an edit, which takes them as files. */
function generation(context: ProviderContext, { image, ...fields }: Parameters): Order {
  if (!hasImages(image)) return { ...request(context, '/images/generations', 'POST'), json: fields }
  return {
    ...request(context, '/images/edits', 'POST'),
    body: formOf(fields, { 'image[]': image }),
  }
}

/** stable-diffusion.cpp reads what OpenAI has no field for from the end of the prompt. */
function tagged({
  prompt,
  negative_prompt,
  seed,
  steps,
  cfg_scale: guidance,
  ...rest
}: Parameters) {
  const sampling = {
    ...(steps !== undefined && { sample_steps: steps }),
    ...(guidance !== undefined && { guidance: { txt_cfg: guidance } }),
  }
  const extra = {
    ...(negative_prompt !== undefined && { negative_prompt }),
    ...(seed !== undefined && { seed }),
    ...(Object.keys(sampling).length > 0 && { sample_params: sampling }),
  }
  if (Object.keys(extra).length === 0) return { ...rest, prompt }
  const tag = `<sd_cpp_extra_args>${JSON.stringify(extra)}</sd_cpp_extra_args>`
  return { ...rest, prompt: `${prompt}${tag}` }
}

export function hasImages(image: Json | undefined): image is string[] {
  return Array.isArray(image) && image.length > 0
}

export function references(images: string[]) {
  return images.map((url) => ({ type: 'image_url', image_url: { url } }))
}
