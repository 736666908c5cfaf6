import type User from '#accounts/models/user'
import Asset from '#library/models/asset'
import type { Json, ParameterSpec } from '#studio/providers/shapes'

/**
 * A picture of the library as the value of a parameter: `asset:12`. It becomes what the provider
 * accepts (`prepareInput`) when the order is sent; any other text is passed on, as an address.
 */
const reference = /^asset:(\d+)$/

/** `asset:12` for `12`, `#12`, `asset:12`, `/library/12` or the whole address of that page; else null. */
export function libraryReference(text: string) {
  const id = text.match(
    /^(?:#|asset:)?(\d{1,12})$|^(?:https?:\/\/[^/]+)?\/library\/(\d{1,12})(?:[?#].*)?$/
  )
  return id && `asset:${Number(id[1] ?? id[2])}`
}

/** The number of the library's item a value refers to; null where it refers to none. */
export function referredAsset(value: Json) {
  const id = typeof value === 'string' && value.match(reference)
  return id ? Number(id[1]) : null
}

/** The items of the library that the values of file parameters refer to. */
export function assetsIn(specs: ParameterSpec[], values: Record<string, Json>) {
  const files = specs.filter(({ type }) => type === 'file' || type === 'files')
  return files.flatMap(({ name }) =>
    [values[name] ?? []].flat().flatMap((value) => {
      const id = referredAsset(value)
      return id === null ? [] : [{ name, id }]
    })
  )
}

/** By parameter: what refers to a picture this person cannot use, for it is private or gone. */
export async function refuseHiddenFiles(
  specs: ParameterSpec[],
  values: Record<string, Json>,
  user: User
) {
  const referred = assetsIn(specs, values)
  if (!referred.length) return {}
  const ids = referred.map(({ id }) => id)
  const seen = await Asset.query()
    .withScopes((scopes) => scopes.visibleTo(user))
    .whereNull('deleted_at')
    .whereIn('id', ids)
    .select('id')
  const known = new Set(seen.map(({ id }) => id))
  return Object.fromEntries(
    referred
      .filter(({ id }) => !known.has(id))
      .map(({ name, id }) => [name, `There is no picture ${id} in the library.`])
  )
}
