import Wildcard from '#studio/models/wildcard'
import { readWildcardFile, wildcardFiles } from '#studio/wildcards/files'
import type { WildcardText } from '#studio/tokens/wildcard_lists'

/**
 * The wildcards a path or a pattern means, by name: those written in the app, and the text
 * files of the data folder. One written in the app hides the file of its name.
 */
export async function findWildcards(pattern: string): Promise<WildcardText[]> {
  const fits = matching(pattern)
  const named = pattern.includes('*') ? {} : { name: pattern }
  const written = await Wildcard.query().where(named)
  const found = new Map(
    written.filter(({ name }) => fits(name)).map(({ name, body }) => [name, body])
  )
  for (const [name, path] of await wildcardFiles()) {
    if (fits(name) && !found.has(name)) found.set(name, await readWildcardFile(path))
  }
  return [...found]
    .map(([name, body]) => ({ name, body }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Which names a pattern means: `*` stands for part of a name, `**` for folders too. */
export function matching(pattern: string) {
  const parts = pattern.match(/\*\*\/?|\*|[^*]+/g) ?? []
  return (name: string) => parts.reduce(following(name), [0]).includes(name.length)
}

/** All places at once instead of one after the other: a regular expression can take hours over many stars. */
function following(name: string) {
  return (places: number[], part: string) => {
    if (!places.length) return places
    if (part.startsWith('**')) return placesFrom(places[0], name.length)
    if (part === '*') return withinFolder(name, places)
    return places.filter((at) => name.startsWith(part, at)).map((at) => at + part.length)
  }
}

function withinFolder(name: string, places: number[]) {
  const reached = new Set<number>()
  for (const place of places) {
    const slash = name.indexOf('/', place)
    const end = slash < 0 ? name.length : slash
    for (let at = place; at <= end && !reached.has(at); at++) reached.add(at)
  }
  return [...reached].sort((one, other) => one - other)
}

const placesFrom = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
