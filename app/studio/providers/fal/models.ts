import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import { excerptOf } from '#studio/forms/json_schema'
import { headers, modelUrl, platform } from '#studio/providers/fal/addresses'
import { falJson } from '#studio/providers/fal/faults'
import { describe } from '#studio/providers/describing'
import type {
  Json,
  Modality,
  ModelDescription,
  ModelInfo,
  ModelPage,
  ModelQuery,
} from '#studio/providers/shapes'

/** fal sorts its models by categories of its own; those of no modality here are left out. */
const modalities: Record<string, Modality> = {
  'text-to-image': 'text_to_image',
  'image-to-image': 'image_to_image',
  'image-to-video': 'image_to_video',
  'text-to-video': 'text_to_video',
  'text-to-audio': 'audio',
  'text-to-speech': 'audio',
  'audio-to-audio': 'audio',
  'video-to-audio': 'audio',
}
const categories: Record<Modality, string> = {
  text_to_image: 'text-to-image',
  image_to_image: 'image-to-image',
  image_to_video: 'image-to-video',
  text_to_video: 'text-to-video',
  audio: 'text-to-audio',
  upscale: 'image-to-image',
}

interface ListedModel {
  endpoint_id: string
  metadata?: { display_name: string; category: string; description: string; kind?: string }
  openapi?: OpenApi & { error?: { message: string } }
}
interface OpenApi {
  paths?: Record<string, { post?: { requestBody?: { content?: Record<string, any> } } }>
}

export async function listFalModels(
  context: ProviderContext,
  { query, modality, cursor, limit = 50 }: ModelQuery
): Promise<ModelPage> {
  const words = [query, modality === 'upscale' && 'upscale'].filter(Boolean).join(' ')
  const answer = await askModels(context, {
    limit: String(limit),
    status: 'active',
    ...(words && { q: words }),
    ...(cursor && { cursor }),
    ...(modality && { category: categories[modality] }),
  })
  const listed: ListedModel[] = answer.models ?? []
  return {
    models: listed
      .filter(({ metadata }) => metadata && metadata.kind !== 'training')
      .filter(({ metadata }) => modalities[metadata!.category])
      .map(infoOf),
    ...(answer.next_cursor && { cursor: answer.next_cursor }),
  }
}

/** The published OpenAPI document of the model; its form is the body of the one POST. */
export async function describeFalModel(
  context: ProviderContext,
  modelRef: string
): Promise<ModelDescription> {
  modelUrl(context, modelRef)
  const answer = await askModels(context, { endpoint_id: modelRef, expand: 'openapi-3.0' })
  const listed: ListedModel | undefined = answer.models?.[0]
  const schema = listed?.openapi && inputOf(listed.openapi, modelRef)
  if (!schema)
    throw new ProviderError({
      code: 'model_not_found',
      retry: 'never',
      providerMessage: listed?.openapi?.error?.message,
    })
  return describe(infoOf(listed), schema)
}

async function askModels(context: ProviderContext, query: Record<string, string>) {
  const url = `${platform(context)}/models?${new URLSearchParams(query)}`
  const answer = await context.http.read({ method: 'GET', url, headers: headers(context) })
  return falJson(context, answer)
}

function infoOf({ endpoint_id: ref, metadata }: ListedModel): ModelInfo {
  const { display_name: name = ref, category = '', description } = metadata ?? {}
  const upscales = /upscal/i.test(`${ref} ${name}`)
  return {
    ref,
    name,
    family: ref.split('/')[1],
    modality: upscales ? 'upscale' : (modalities[category] ?? 'text_to_image'),
    ...(description && { description }),
  }
}

function inputOf(document: OpenApi, modelRef: string): Json | undefined {
  const post = document.paths?.[`/${modelRef}`]?.post
  const body = post?.requestBody?.content?.['application/json']?.schema
  return body?.$ref ? excerptOf(document as Json, body.$ref) : body
}
