import { sql, type Sql } from '#library/search/sql'
import type { SortKey } from '#library/search/tree'

interface Sortable {
  expression: string
  /** What stands for nothing: it comes last in either direction. */
  empty?: 'number' | 'text'
  /** An index in this order over what is not in the trash: such an order is walked along, not sorted. */
  index?: string
}

const sortables: Record<string, Sortable> = {
  date: { expression: 'a.position' },
  added: { expression: 'a.id', index: 'assets_added' },
  edited: { expression: 'a.edited_at', empty: 'text' },
  rating: { expression: 'm.rating', empty: 'number' },
  name: { expression: 'lower(a.file_name)', index: 'assets_name' },
  size: { expression: 'a.size', index: 'assets_size' },
  width: { expression: 'a.width', empty: 'number' },
  height: { expression: 'a.height', empty: 'number' },
  mp: { expression: 'a.width * a.height', empty: 'number' },
  ratio: { expression: '1.0 * a.width / nullif(a.height, 0)', empty: 'number' },
  duration: { expression: 'a.duration', empty: 'number' },
  type: { expression: 'a.kind' },
  model: { expression: 'lower(a.model)', empty: 'text' },
  sampler: { expression: 'lower(a.sampler)', empty: 'text' },
  steps: { expression: 'a.steps', empty: 'number' },
  cfg: { expression: 'a.cfg_scale', empty: 'number' },
}

/** What a search can be sorted by: nothing else ever reaches an ORDER BY. */
export const sortNames = [...Object.keys(sortables), 'random']
export const isSortKey = (name: string) => Object.hasOwn(sortables, name)

/** One key of an order, ready for SQL. */
export interface Key extends Sql {
  descending: boolean
}

/** Where a row stands in an order: its value by each key. */
export type KeyValues = (string | number)[]

/** The keys of an order, ending in one that no two assets share. */
export function orderKeys(sort: SortKey[]): Key[] {
  const unique = sort.findIndex(({ key }) => key === 'date' || key === 'added')
  const complete = unique < 0 ? [...sort, newestFirst] : sort.slice(0, unique + 1)
  return complete.map(readKey)
}

const newestFirst: SortKey = { key: 'date', descending: true }

/** The index that an order walks along, where it has one. */
export const indexOf = ([first]: SortKey[]) => first && sortables[first.key]?.index

export const needsMarks = (sort: SortKey[]) => sort.some(({ key }) => key === 'rating')

export const reversed = (keys: Key[]) =>
  keys.map((key) => ({ ...key, descending: !key.descending }))

export function orderBy(keys: Key[], first = 0) {
  return keys
    .map(({ descending }, index) => `k${first + index} ${descending ? 'DESC' : 'ASC'}`)
    .join(', ')
}

/** What comes after the row that has these values, in the order of the keys. */
export function beyond(keys: Key[], values: KeyValues, including = false): Sql {
  const [key, ...rest] = keys
  const [value, ...others] = values
  const passes = key.descending ? '<' : '>'
  if (!rest.length) {
    return sql(`${key.sql} ${passes}${including ? '=' : ''} ?`, ...key.bindings, value)
  }
  const deeper = beyond(rest, others, including)
  return sql(
    `${key.sql} ${passes}= ? AND (${key.sql} ${passes} ? OR ${deeper.sql})`,
    ...key.bindings,
    value,
    ...key.bindings,
    value,
    ...deeper.bindings
  )
}

/** A place in an order as a word for a URL. */
export function writeCursor(values: KeyValues) {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The values of a cursor, or null where it does not belong to this order. */
export function readCursor(cursor: string | null | undefined, keys: Key[]): KeyValues | null {
  if (!cursor || cursor.length > 2_000) return null
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const fits = Array.isArray(values) && values.length === keys.length
    return fits && values.every((value) => ['number', 'string'].includes(typeof value))
      ? values
      : null
  } catch {
    return null
  }
}

function readKey({ key, descending, seed }: SortKey): Key {
  if (key === 'random') return { ...shuffle(seed ?? ''), descending }
  const { expression, empty } = sortables[key]
  if (!empty) return { ...sql(expression), descending }
  const last = { number: descending ? '-9e15' : '9e15', text: descending ? "''" : "'\u{10ffff}'" }
  return { ...sql(`coalesce(${expression}, ${last[empty]})`), descending }
}

/** Ids in an order that one seed always gives again: two steps of a multiplicative generator. */
function shuffle(seed: string) {
  let hash = 7
  for (const character of seed) hash = (hash * 31 + character.codePointAt(0)!) % 2_147_483_629
  return sql(
    '(CAST(a.id AS bigint) * ? + ?) % 2147483647 * 48271 % 2147483647',
    (hash % 1_000_003) + 1_000_003,
    hash
  )
}
