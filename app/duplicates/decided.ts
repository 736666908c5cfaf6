import { isOpenTo, openAssets } from '#library/seeing'
import type { Sql } from '#library/search/sql'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import type { Verdict } from '#duplicates/decisions'
import { holdersOf, holdsKey, pairOf } from '#duplicates/decisions/keys'

/** A decision as the list of them shows it. */
export interface DecidedPair {
  id: number
  verdict: Verdict
  person: string | null
  at: string
  left: ShownContent
  right: ShownContent
}

/** An item that has the content; null where the library holds it no more. */
export type ShownContent = { assetId: number; sha256: string; fileName: string } | null

const pageLength = 50

/** One page of what was decided, newest first, of pairs of which this person sees both, or whose items are gone. */
export async function decidedPairs(viewer: User, asked: { verdict?: Verdict; before?: number }) {
  const open = openAssets(viewer)
  const query = db
    .from('duplicate_decisions as d')
    .leftJoin('users as u', 'u.id', 'd.user_id')
    .whereRaw(`NOT ${hidden('left', open)} AND NOT ${hidden('right', open)}`, [
      ...open.bindings,
      ...open.bindings,
    ])
    .orderBy('d.id', 'desc')
    .limit(pageLength + 1)
    .select('d.*', 'u.full_name as person')
  if (asked.verdict) query.where('d.verdict', asked.verdict)
  if (asked.before) query.where('d.id', '<', asked.before)
  const rows = await query
  const page = rows.slice(0, pageLength)
  const shown = await shownContents(viewer, page)
  const pairs = page.map((row): DecidedPair => ({
    id: row.id,
    verdict: row.verdict,
    person: row.person,
    at: String(row.created_at).slice(0, 16),
    left: shown.get(row.left_sha256) ?? null,
    right: shown.get(row.right_sha256) ?? null,
  }))
  return { pairs, next: rows.length > pageLength ? page.at(-1)!.id : null }
}

/** The content is in the library, but only where this person does not see it. */
const hidden = (side: 'left' | 'right', open: Sql) =>
  `coalesce((SELECT min(CASE WHEN ${open.sql} THEN 0 ELSE 1 END)
     FROM assets a WHERE ${holdsKey(`d.${side}_sha256`)}), 0) = 1`

/** For each key an item that has it; the latest that is not in the trash, where there is one. */
async function shownContents(viewer: User, page: any[]) {
  const holders = await holdersOf(db.connection(), page.flatMap(pairOf))
  const seen = holders.filter(({ audience }) => isOpenTo(viewer, audience))
  const last = seen.toSorted(
    (one, other) => Number(!one.deleted_at) - Number(!other.deleted_at) || one.id - other.id
  )
  return new Map<string, ShownContent>(
    last.map(({ key, id, sha256, file_name: fileName }) => [key, { assetId: id, sha256, fileName }])
  )
}
