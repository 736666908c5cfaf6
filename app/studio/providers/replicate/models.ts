import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import { excerptOf } from '#studio/forms/json_schema'
import { describe } from '#studio/providers/describing'
import { modalityIn } from '#studio/providers/modalities'
import { replicateJson } from '#studio/providers/replicate/faults'
import { request } from '#studio/providers/replicate/addresses'
import type {
  Json,
  ModelDescription,
  ModelInfo,
  ModelPage,
  ModelQuery,
} from '#studio/providers/shapes'

interface ListedModel {
  owner: string
  name: string
  description?: string | null
  is_official?: boolean
  latest_version?: Version | null
}
interface Version {
  id: string
  openapi_schema?: Json
}
interface Found {
  model: ListedModel
  metadata?: { generated_description?: string | null; tags?: string[] }
}

/** Search where there are words or a modality to search for; otherwise all public models, newest first. */
export async function listReplicateModels(
  context: ProviderContext,
  { query, modality, cursor, limit = 50 }: ModelQuery
): Promise<ModelPage> {
  const words = [query, modality?.replaceAll('_', ' ')].filter(Boolean).join(' ')
  if (words) {
    const search = new URLSearchParams({ query: words, limit: String(Math.min(limit, 50)) })
    const found: { models?: Found[] } = await ask(context, `/search?${search}`)
    const models = (found.models ?? []).map(({ model, metadata }) => infoOf(model, metadata))
    return { models: models.filter((model) => !modality || model.modality === modality) }
  }
  const answer = await ask(
    context,
    cursor ? `/models?${new URLSearchParams({ cursor })}` : '/models'
  )
  const next = answer.next && new URL(answer.next).searchParams.get('cursor')
  return {
    models: ((answer.results ?? []) as ListedModel[]).map((model) => infoOf(model)),
    ...(next && { cursor: next }),
  }
}

/** The form of the version named behind the colon, or else of the latest. */
export async function describeReplicateModel(
  context: ProviderContext,
  modelRef: string
): Promise<ModelDescription> {
  const [, owner, name, pinned] = /^([\w.-]+)\/([\w.-]+)(?::([0-9a-f]{64}))?$/.exec(modelRef) ?? []
  if (!owner)
    throw new ProviderError({
      code: 'model_not_found',
      retry: 'never',
      providerMessage: 'A model of Replicate is named like black-forest-labs/flux-schnell.',
    })
  const model: ListedModel = await ask(context, `/models/${owner}/${name}`)
  const version: Version | null | undefined = pinned
    ? await ask(context, `/models/${owner}/${name}/versions/${pinned}`)
    : model.latest_version
  const document = version?.openapi_schema
  if (!document) throw new ProviderError({ code: 'model_not_found', retry: 'never' })
  const info = infoOf(model)
  const schema = excerptOf(document, '#/components/schemas/Input')
  return describe(pinned ? { ...info, ref: modelRef } : info, schema)
}

async function ask(context: ProviderContext, path: string) {
  return replicateJson(context, await context.http.read(request(context, path)))
}

/** Official models run under their name; all others only by a version. */
function infoOf(model: ListedModel, metadata: Found['metadata'] = {}): ModelInfo {
  const name = `${model.owner}/${model.name}`
  const version = model.latest_version?.id
  const description = model.description ?? metadata.generated_description
  return {
    ref: model.is_official || !version ? name : `${name}:${version}`,
    name,
    family: model.owner,
    modality: modalityIn([model.name, metadata.tags?.join(' '), description].join(' ')),
    ...(description && { description }),
  }
}
