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
    written.filter(({ name }) => fits.test(name)).map(({ name, body }) => [name, body])
  )
  for (const [name, path] of await wildcardFiles()) {
    if (fits.test(name) && !found.has(name)) found.set(name, await readWildcardFile(path))
  }
  return [...found]
    .map(([name, body]) => ({ name, body }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Which names a pattern means: `*` stands for part of a name, `**` for folders too. */
export function matching(pattern: string) {
  const source = pattern
    .replace(/[.]/g, '\\.')
    .replace(/\*\*\/?|\*/g, (stars) => (stars === '*' ? '[^/]*' : '.*'))
  return new RegExp(`^${source}$`)
}
