import type User from '#accounts/models/user'
import { countAll, counters, type Counter } from '#library/search/counters'
import { parseQuery } from '#library/search/language'
import { printValue } from '#library/search/printer'
import { sample, tally, tallyTags, type Counted, type Sample } from '#library/search/sampling'
import { conjuncts, isPlainValue, type Node } from '#library/search/tree'
import { facetsAbove } from '#start/search'

export interface FacetValue {
  value: string
  /** The term that a link adds, takes away, or turns into its opposite. */
  term: string
  count: number
  state: 'included' | 'excluded' | 'none'
}

export interface Facet {
  field: string
  label: string
  values: FacetValue[]
  /** Counted over the newest part of what is found only. */
  sampled: boolean
}

/** A facet of a room above: what is found, and nothing else, is counted by it. */
export interface FacetAbove {
  field: string
  label: string
  tally(assetIds: number[], viewer: User): Promise<Counted[]>
}

interface Kind {
  field: string
  label: string
  counter: Counter
  operator: '' | '='
  limit: number
}

const kinds: Kind[] = [
  { field: 'model', label: 'Model', counter: 'model', operator: '=', limit: 20 },
  { field: 'tag', label: 'Tag', counter: 'tag', operator: '', limit: 30 },
  { field: 'rating', label: 'Rating', counter: 'rating', operator: '', limit: 6 },
  { field: 'type', label: 'Type', counter: 'kind', operator: '', limit: 3 },
  { field: 'date', label: 'Date', counter: 'month', operator: '', limit: 48 },
  { field: 'generator', label: 'Generator', counter: 'generator', operator: '=', limit: 20 },
]

/**
 * The values to narrow a search by, with counts under the current filter:
 * exact from the counters where nothing filters yet, and from what is found
 * where that is little; else over the newest part of it, marked as sampled.
 */
export async function facets({ q, viewer }: { q: string; viewer: User }): Promise<Facet[]> {
  const parsed = parseQuery(q)
  if (parsed.error) return []
  const { tree } = parsed
  const found = tree && (await sample(tree, viewer, [...sampledColumns]))
  const { counts, complete } = await (found ? sampled(found) : counted(viewer))
  const own = kinds.map((kind, index) => ({
    field: kind.field,
    label: kind.label,
    values: facetValues(kind, counts[index], tree),
    sampled: !complete,
  }))
  const newest = found ?? (await sample(null, viewer, ['id']))
  return [...own, ...(await countedAbove(newest, tree, viewer))]
}

async function countedAbove(found: Sample<'id'>, tree: Node | null, viewer: User) {
  const ids = found.rows.map(({ id }) => Number(id))
  return Promise.all(
    facetsAbove.map(async ({ field, label, tally: count }) => ({
      field,
      label,
      values: facetValues({ field, operator: '', limit: 20 }, await count(ids, viewer), tree),
      sampled: !found.complete,
    }))
  )
}

async function counted(viewer: User) {
  const counts = await Promise.all(
    kinds.map(({ counter, limit }) => counters(counter, viewer, limit))
  )
  const rated = counts[ratings].reduce((sum, { count }) => sum + count, 0)
  const unrated = { value: 'none', count: (await countAll(viewer)) - rated }
  return { counts: counts.with(ratings, byStars([...counts[ratings], unrated])), complete: true }
}

async function sampled(found: Found) {
  const tags = await tallyTags(found, 30)
  const counts = kinds.map(({ counter }) => (counter === 'tag' ? tags : tally(found, counter)))
  const rated = counts[ratings].reduce((sum, { count }) => sum + count, 0)
  const unrated = { value: 'none', count: found.rows.length - rated }
  return {
    counts: counts.with(ratings, byStars([...counts[ratings], unrated])),
    complete: found.complete,
  }
}

const sampledColumns = ['id', 'model', 'rating', 'kind', 'month', 'generator'] as const
type Found = Sample<(typeof sampledColumns)[number]>

const ratings = kinds.findIndex(({ field }) => field === 'rating')

/** Five stars first, none last. */
function byStars(counts: Counted[]) {
  return counts
    .filter(({ count }) => count > 0)
    .sort((one, other) => (Number(other.value) || 0) - (Number(one.value) || 0))
}

function facetValues(
  { field, operator, limit }: Pick<Kind, 'field' | 'operator' | 'limit'>,
  counts: Counted[],
  tree: Node | null
) {
  const shown =
    field === 'date' ? [...counts].sort((one, other) => (one.value < other.value ? 1 : -1)) : counts
  return shown.slice(0, limit).map(({ value, count }) => ({
    value,
    count,
    term: `${field}:${operator}${printValue({ text: value, quoted: !isPlainValue(value) })}`,
    state: stateOf(field, value, tree),
  }))
}

function stateOf(field: string, value: string, tree: Node | null): FacetValue['state'] {
  const names = (node: Node) =>
    node.type === 'field' &&
    node.name === field &&
    (node.operator === '' || node.operator === '=') &&
    node.values.some(({ text }) => text.toLowerCase() === value.toLowerCase())
  const terms = conjuncts(tree)
  if (terms.some(names)) return 'included'
  return terms.some((node) => node.type === 'not' && names(node.node)) ? 'excluded' : 'none'
}
