import type User from '#accounts/models/user'
import { libraryUrl } from '#library/gallery/addresses'
import { readableCount } from '#library/gallery/readable'
import { facets, type FacetValue } from '#library/search/facets'
import { parseQuery, withoutTerm, withTerm } from '#library/search/language'
import { unlessTooBroad } from '#library/search/sql'

/** How many values of a facet are seen before the rest is unfolded. */
const atOnce = 8

/** The panel of filters: every link only rewrites the search. */
export async function filters({ q, viewer }: { q: string; viewer: User }) {
  const search = parseQuery(q).error ? '' : q
  const found = await unlessTooBroad(facets({ q: search, viewer }), null)
  return {
    q: search,
    tooBroad: !found,
    facets: (found ?? [])
      .map((facet) => ({
        ...facet,
        values: facet.values.map((value) => choice(value, search, facet.field)),
      }))
      .map((facet) => ({
        ...facet,
        first: facet.values.slice(0, atOnce),
        rest: facet.values.slice(atOnce),
      }))
      .filter((facet) => facet.values.length),
  }
}

function choice({ value, term, count, state }: FacetValue, q: string, field: string) {
  const opposite = `-${term}`
  return {
    value,
    state,
    label: (field === 'rating' && stars[value]) || value.replaceAll('_', ' '),
    count: readableCount(count),
    includeHref: libraryUrl({ q: state === 'included' ? withoutTerm(q, term) : withTerm(q, term) }),
    excludeHref: libraryUrl({
      q: state === 'excluded' ? withoutTerm(q, opposite) : withTerm(q, opposite),
    }),
  }
}

const stars: Record<string, string> = {
  '1': '★',
  '2': '★★',
  '3': '★★★',
  '4': '★★★★',
  '5': '★★★★★',
  'none': 'not rated',
}
