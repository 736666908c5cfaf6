import type User from '#accounts/models/user'
import { all, places, rows, sql, type Sql } from '#library/search/sql'
import type { PresetName } from '#duplicates/presets'

/** What people narrow the groups by. */
export interface GroupFilters {
  preset: PresetName
  /** Nobody further from the keeper, in bits of 256. */
  distance?: number
  kind?: string
  /** Groups with a member of this source folder, or of this collection. */
  folder?: number
  collection?: number
  /** At least as alike, in percent. */
  score?: number
  /** Only groups whose members lie in several folders. */
  across?: boolean
  /** Only what this person put off; otherwise all but that. */
  later?: boolean
}

export interface GroupRow {
  id: number
  preset: PresetName
  keeperId: number
  keeperReason: string
  kind: string
  distance: number
  score: number
  memberCount: number
  reclaimableBytes: number
  worth: number
}

export interface GroupsAsked {
  filters: GroupFilters
  viewer: User
}

const columns = `g.id, g.preset, g.keeper_id AS "keeperId", g.keeper_reason AS "keeperReason", g.kind,
  g.distance, g.score, g.member_count AS "memberCount", g.reclaimable_bytes AS "reclaimableBytes", g.worth`

/** Most are counted; beyond that the page says "10,000+". */
export const mostCounted = 10_000

/**
 * Groups a person sees, the most certain and most reclaimable first: `limit` of them after `after`
 * (the cursor of the last one seen), with the cursor of the next page or null.
 */
export async function duplicateGroupsPage({
  after,
  limit,
  ...asked
}: GroupsAsked & { after?: string; limit: number }) {
  const found = await rows<GroupRow>(
    select(all([...conditions(asked), ...beyond(after, '<')]), 'DESC', limit + 1)
  )
  const groups = found.slice(0, limit)
  const last = groups.at(-1)
  return { groups, next: found.length > limit && last ? cursorOf(last) : null }
}

/** How many groups match and what deciding all of them would free, in bytes. */
export async function duplicateGroupsTotal(asked: GroupsAsked) {
  const where = all(conditions(asked))
  const [total] = await rows<{ count: number; bytes: number }>(
    sql(
      `SELECT count(*) AS count, coalesce(sum(reclaimable_bytes), 0) AS bytes
       FROM (SELECT g.reclaimable_bytes FROM duplicate_groups g WHERE ${where.sql} LIMIT ${mostCounted}) AS counted`,
      ...where.bindings
    )
  )
  return { count: Number(total.count), bytes: Number(total.bytes) }
}

/** The groups before and after one in the same order, by number; null at the ends. */
export async function neighbouringGroups(group: GroupRow, asked: GroupsAsked) {
  const near = async (comparison: '<' | '>', order: 'ASC' | 'DESC') => {
    const where = all([...conditions(asked), ...beyond(cursorOf(group), comparison)])
    const [found] = await rows<GroupRow>(select(where, order, 1))
    return found?.id ?? null
  }
  const [previous, next] = await Promise.all([near('>', 'ASC'), near('<', 'DESC')])
  return { previous, next }
}

/** The group, if this person sees it. */
export async function findGroup(id: number, viewer: User): Promise<GroupRow | null> {
  const [found] = await rows<GroupRow>(
    select(all([sql('g.id = ?', id), ...seenBy(viewer)]), 'DESC', 1)
  )
  return found ?? null
}

function select(where: Sql, order: 'ASC' | 'DESC', limit: number) {
  return sql(
    `SELECT ${columns} FROM duplicate_groups g WHERE ${where.sql}
     ORDER BY g.worth ${order}, g.id ${order} LIMIT ${limit}`,
    ...where.bindings
  )
}

export const cursorOf = ({ worth, id }: Pick<GroupRow, 'worth' | 'id'>) => `${worth}:${id}`

/** A cursor that nobody here made is taken for none. */
function beyond(cursor: string | undefined, comparison: '<' | '>'): Sql[] {
  const [worth, id] = (cursor ?? '').split(':').map(Number)
  if (!cursor || !Number.isFinite(worth) || !Number.isInteger(id)) return []
  return [sql(`(g.worth, g.id) ${comparison} (?, ?)`, worth, id)]
}

function conditions({ filters, viewer }: GroupsAsked): Sql[] {
  const { preset, distance, kind, folder, collection, score, across, later = false } = filters
  return [
    sql('g.preset = ?', preset),
    ...seenBy(viewer),
    putOff(viewer, later),
    ...(distance === undefined ? [] : [sql('g.distance <= ?', distance)]),
    ...(kind ? [sql('g.kind = ?', kind)] : []),
    ...(score === undefined ? [] : [sql('g.score >= ?', score / 100)]),
    ...(across ? [sql('g.across_folders')] : []),
    ...(folder ? [withMember('a.source_folder_id = ?', folder)] : []),
    ...(collection
      ? [
          withMember(
            'EXISTS (SELECT 1 FROM collection_assets ca WHERE ca.collection_id = ? AND ca.asset_id = a.id)',
            collection
          ),
        ]
      : []),
  ]
}

/** A group is put off while nothing new is in it: this person put off the content of each member. */
function putOff({ id }: User, wanted: boolean) {
  const hasNew = `EXISTS (SELECT 1 FROM duplicate_group_members gm JOIN assets a ON a.id = gm.asset_id
    WHERE gm.group_id = g.id AND NOT EXISTS (SELECT 1 FROM duplicate_postponements p
      WHERE p.user_id = ? AND p.sha256 = a.sha256))`
  if (wanted) return sql(`NOT ${hasNew}`, id)
  const nothing = 'NOT EXISTS (SELECT 1 FROM duplicate_postponements WHERE user_id = ?)'
  return sql(`${nothing} OR ${hasNew}`, id, id)
}

const withMember = (condition: string, value: number) =>
  sql(
    `EXISTS (SELECT 1 FROM duplicate_group_members gm JOIN assets a ON a.id = gm.asset_id
      WHERE gm.group_id = g.id AND ${condition})`,
    value
  )

/** Groups made for everyone or for this person, but for those that look otherwise to them. */
export function seenBy(viewer: User): Sql[] {
  return [
    sql(`g.audience IN (${places([0, viewer.id])})`, 0, viewer.id),
    sql(
      'NOT EXISTS (SELECT 1 FROM duplicate_group_shadows s WHERE s.group_id = g.id AND s.user_id = ?)',
      viewer.id
    ),
  ]
}
