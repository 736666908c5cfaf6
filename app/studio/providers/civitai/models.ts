import { checkpointAir, ecosystemOf, readAir } from '#studio/providers/civitai/air'
import { site } from '#studio/providers/civitai/addresses'
import { civitaiJson } from '#studio/providers/civitai/faults'
import { families, familyOf, type Family } from '#studio/providers/civitai/families'
import { unknownModel } from '#studio/providers/civitai/workflows'
import type { ProviderContext } from '#studio/providers/contract'
import { describe } from '#studio/providers/describing'
import type { ModelDescription, ModelInfo, ModelPage, ModelQuery } from '#studio/providers/shapes'

interface SiteModel {
  id: number
  name: string
  modelVersions?: { id: number; name: string; baseModel: string; air?: string }[]
}

/** The engines first, then the site's checkpoints that can be generated with. */
export async function listCivitaiModels(
  context: ProviderContext,
  { query, modality, cursor, limit = 50 }: ModelQuery
): Promise<ModelPage> {
  const engines = cursor ? [] : families.filter((family) => fits(family, query, modality))
  const models = engines.map(infoOf)
  if (modality && modality !== 'text_to_image') return { models }

  const search = new URLSearchParams({
    limit: String(Math.min(limit, 100)),
    types: 'Checkpoint',
    supportsGeneration: 'true',
    nsfw: 'false',
    ...(query && { query }),
    ...(cursor && { cursor }),
  })
  const answer = await context.http.read(site(context, `/models?${search}`))
  const { items, metadata }: { items: SiteModel[]; metadata?: { nextCursor?: string | number } } =
    civitaiJson(context, answer)
  const next = metadata?.nextCursor
  return {
    models: [...models, ...items.flatMap(checkpointOf)],
    ...(next !== undefined && next !== null && { cursor: String(next) }),
  }
}

/** Civitai publishes no schema of one model; these are written after its API document. */
export async function describeCivitaiModel(
  context: ProviderContext,
  ref: string
): Promise<ModelDescription> {
  const family = familyOf(ref)
  if (!family) throw unknownModel(ref)
  const { properties, required } = family
  const schema = { type: 'object', required, properties }
  return describe({ ...infoOf(family), ...(await nameOf(context, ref)) }, schema)
}

function fits({ name, modality: makes }: Family, query = '', modality?: string) {
  return (!modality || makes === modality) && name.toLowerCase().includes(query.toLowerCase())
}

function infoOf({ ref, name, modality }: Family): ModelInfo {
  return { ref, name, modality, family: readAir(ref)?.ecosystem ?? name.split(' ')[0] }
}

function checkpointOf({ id, name, modelVersions = [] }: SiteModel): ModelInfo[] {
  const [version] = modelVersions
  const ecosystem = version && ecosystemOf(version.baseModel)
  if (!ecosystem) return []
  const ref = version.air ?? checkpointAir(ecosystem, id, version.id)
  if (!familyOf(ref)) return []
  return [
    { ref, name: `${name} ${version.name}`, family: version.baseModel, modality: 'text_to_image' },
  ]
}

/** The site knows what a checkpoint is called; not knowing it is no reason to refuse it. */
async function nameOf(context: ProviderContext, ref: string) {
  const version = readAir(ref)?.version
  if (!version) return {}
  const answer = await context.http.read(site(context, `/model-versions/${version}`))
  if (answer.status === 404) return {}
  const { name, model, baseModel } = civitaiJson(context, answer)
  return { name: `${model?.name ?? ''} ${name}`.trim(), family: baseModel }
}
