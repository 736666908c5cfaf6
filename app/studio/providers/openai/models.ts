import type { ProviderContext } from '#studio/providers/contract'
import { describe } from '#studio/providers/describing'
import { modalityIn } from '#studio/providers/modalities'
import { openAiJson, request } from '#studio/providers/openai/asking'
import { dialectOf, type Dialect } from '#studio/providers/openai/dialects'
import {
  isSora,
  ofCustom,
  ofOpenAi,
  ofOpenRouter,
  ofOpenRouterVideo,
  ofSdServer,
  ofTogether,
  type Form,
  type OpenRouterVideo,
} from '#studio/providers/openai/parameters'
import { videoModel, videoRef } from '#studio/providers/openai/videos'
import type { ModelDescription, ModelInfo, ModelPage, ModelQuery } from '#studio/providers/shapes'

interface Listed {
  id: string
  name?: string
  display_name?: string
  type?: string
  description?: string
  supported_parameters?: Parameters<typeof ofOpenRouter>[0]
}

/** OpenAI lists models of every kind, and these make something to look at. */
const seen = /^(gpt-image|chatgpt-image|dall-e|sora)/

export async function listOpenAiModels(
  context: ProviderContext,
  { query = '', modality }: ModelQuery
): Promise<ModelPage> {
  const models = await allModels(context)
  const wanted = query.toLowerCase()
  return {
    models: models.filter(
      (model) =>
        (!modality || model.modality === modality) &&
        `${model.ref} ${model.name}`.toLowerCase().includes(wanted)
    ),
  }
}

async function allModels(context: ProviderContext): Promise<ModelInfo[]> {
  const dialect = dialectOf(context)
  if (dialect === 'openrouter') {
    const [images, videos] = await Promise.all([imagesOf(context), videosOf(context)])
    return [...images.map(infoOf), ...videos.map(videoInfoOf)]
  }
  const answer = openAiJson(context, await context.http.read(request(context, '/models')))
  const listed: Listed[] = Array.isArray(answer) ? answer : (answer.data ?? [])
  return listed.filter((model) => shows(dialect, model)).map(infoOf)
}

function shows(dialect: Dialect, { id, type }: Listed) {
  if (dialect === 'openai') return seen.test(id)
  return dialect !== 'together' || type === 'image'
}

async function imagesOf(context: ProviderContext): Promise<Listed[]> {
  const answer = await context.http.read(request(context, '/images/models'))
  return openAiJson(context, answer).data ?? []
}

async function videosOf(context: ProviderContext): Promise<OpenRouterVideo[]> {
  const answer = await context.http.read(request(context, '/videos/models'))
  return openAiJson(context, answer).data ?? []
}

/** Only OpenRouter describes its models; all others have the form of their dialect. */
export async function describeOpenAiModel(
  context: ProviderContext,
  ref: string
): Promise<ModelDescription> {
  if (dialectOf(context) === 'openrouter') return describeOpenRouter(context, ref)
  return describe(infoOf({ id: ref }), schemaOf(formOf(dialectOf(context), ref)))
}

async function describeOpenRouter(context: ProviderContext, ref: string) {
  const video = videoModel(context, ref)
  if (video !== null) {
    const videos = await videosOf(context)
    const model = videos.find(({ id }) => id === video) ?? { id: video }
    return describe(videoInfoOf(model), schemaOf(ofOpenRouterVideo(model)))
  }
  const images = await imagesOf(context)
  const model = images.find(({ id }) => id === ref) ?? { id: ref }
  return describe(infoOf(model), schemaOf(ofOpenRouter(model.supported_parameters)))
}

function formOf(dialect: Dialect, ref: string): Form {
  if (dialect === 'together') return ofTogether
  if (dialect === 'sd-server') return ofSdServer
  return dialect === 'openai' ? ofOpenAi(ref) : ofCustom
}

function schemaOf({ properties, required }: Form) {
  return { type: 'object', required, properties }
}

function infoOf({ id, name, display_name: shown, description }: Listed): ModelInfo {
  return {
    ref: id,
    name: name ?? shown ?? id,
    modality: isSora(id) ? 'text_to_video' : modalityIn(id),
    ...(id.includes('/') && { family: id.split('/')[0] }),
    ...(description && { description }),
  }
}

function videoInfoOf({ id, name, description }: OpenRouterVideo): ModelInfo {
  return { ...infoOf({ id, name, description }), ref: videoRef(id), modality: 'text_to_video' }
}
