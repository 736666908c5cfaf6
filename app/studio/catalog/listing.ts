import type User from '#accounts/models/user'
import ProviderModel from '#studio/models/provider_model'
import type { Modality } from '#studio/providers/shapes'

export interface ModelFilter {
  search?: string
  provider?: string
  family?: string
  modality?: Modality
  favourite?: boolean
}

const pageLength = 60
const mostFamilies = 200

/** One page of the models of every account, by name; `after` is the number of the last one of the page before. */
export async function modelList(asked: ModelFilter & { after?: number }, viewer: User) {
  const query = modelsMatching(asked, viewer)
    .preload('credential')
    .orderByRaw('lower(provider_models.name), provider_models.id')
    .limit(pageLength + 1)
  if (asked.after) {
    query.whereRaw(
      `(lower(provider_models.name), provider_models.id) >
        (SELECT lower(name), id FROM provider_models WHERE id = ?)`,
      [asked.after]
    )
  }
  const found = await query
  const models = found.slice(0, pageLength)
  return {
    models,
    next: found.length > pageLength ? models.at(-1)!.id : null,
    favourites: await favouritesAmong(models, viewer),
  }
}

/** What the filters of the list offer: only what some model has. */
export async function modelFilters() {
  const [providers, families, modalities] = await Promise.all([
    valuesOf('provider_credentials.provider'),
    valuesOf('provider_models.family'),
    valuesOf('provider_models.modality'),
  ])
  return { providers, families, modalities }
}

function valuesOf(column: string): Promise<string[]> {
  return ProviderModel.query()
    .withScopes((scopes) => scopes.usable())
    .join('provider_credentials', 'provider_credentials.id', 'provider_models.credential_id')
    .whereNotNull(column)
    .distinct(`${column} as value`)
    .orderBy('value')
    .limit(mostFamilies)
    .pojo<{ value: string }>()
    .then((rows) => rows.map(({ value }) => value))
}

function modelsMatching(
  { search, provider, family, modality, favourite }: ModelFilter,
  viewer: User
) {
  const query = ProviderModel.query().withScopes((scopes) => scopes.usable())
  for (const word of search?.split(/\s+/).filter(Boolean) ?? []) {
    query.whereRaw(
      `lower(provider_models.name || ' ' || provider_models.ref || ' ' || coalesce(provider_models.family, ''))
        LIKE ? ESCAPE '\\'`,
      [`%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`]
    )
  }
  if (provider) query.whereHas('credential', (of) => of.where('provider', provider))
  if (family) query.where('provider_models.family', family)
  if (modality) query.where('provider_models.modality', modality)
  if (favourite) query.withScopes((scopes) => scopes.favouritesOf(viewer))
  return query
}

async function favouritesAmong(models: ProviderModel[], viewer: User) {
  const ids = models.map(({ id }) => id)
  const found = await ProviderModel.query()
    .withScopes((scopes) => scopes.favouritesOf(viewer))
    .whereIn('provider_models.id', ids)
    .select('provider_models.id')
  return new Set(found.map(({ id }) => id))
}
