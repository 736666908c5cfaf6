import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { Verdict } from '#duplicates/decisions'
import { chunksOf } from '#duplicates/groups/chunks'

/** What a decision looks at of an item. */
export interface Held {
  id: number
  sha256: string
}

/** What a decision is kept under, in the order of the alphabet. */
export type KeyPair = [left: string, right: string]

/** So much of a content's hash stands in the key of an item. */
const prefix = 40

/**
 * The contents of two items. Where these are the very same bytes, each item by its number too:
 * what was said of two copies is not said of a third one that comes later.
 */
export function keysOf(one: Held, other: Held): KeyPair {
  const isSame = one.sha256 === other.sha256
  const keys = [one, other].map((item) => (isSame ? itemKey(item) : item.sha256))
  return keys.toSorted() as KeyPair
}

export const pairOf = (row: any): KeyPair => [row.left_sha256, row.right_sha256]

/** Answers whether somebody decided about two of these items; with a verdict, whether so. */
export async function decisionsAmong(from: QueryClientContract, items: Held[], verdict?: Verdict) {
  const decided = new Set<string>()
  const keys = new Set(items.flatMap((item) => [item.sha256, itemKey(item)]))
  for (const some of chunksOf([...keys])) {
    const query = from.from('duplicate_decisions').whereIn('left_sha256', some)
    if (verdict) query.where('verdict', verdict)
    for (const row of await query.select('left_sha256', 'right_sha256')) {
      decided.add(pairOf(row).join())
    }
  }
  return (one: Held, other: Held) => decided.has(keysOf(one, other).join())
}

/** The rows of the items that have these keys, with `key`: trashed ones too, whoever sees them. */
export async function holdersOf(from: QueryClientContract, keys: string[]) {
  const wanted = new Set(keys)
  const columns = ['id', 'sha256', 'file_name', 'audience', 'deleted_at']
  const rows = await from
    .from('assets')
    .whereIn('sha256', keys)
    .orWhereIn('id', keys.filter(isItem).map(numberIn))
    .select(columns)
  return rows.flatMap((row) =>
    [row.sha256 as string, itemKey(row)]
      .filter((key) => wanted.has(key))
      .map((key) => ({ ...row, key }))
  )
}

/** SQL: the items that have the key in this column, as a condition on alias `a`. */
export const holdsKey = (column: string) =>
  `(a.sha256 = ${column} OR a.id = CASE WHEN substr(${column}, ${prefix + 1}, 1) = ':'
     THEN CAST(substr(${column}, ${prefix + 2}) AS integer) END)`

const itemKey = ({ id, sha256 }: Held) => `${sha256.slice(0, prefix)}:${id}`
const isItem = (key: string) => key[prefix] === ':'
const numberIn = (key: string) => Number(key.slice(prefix + 1))
