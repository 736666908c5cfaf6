import type User from '#accounts/models/user'
import { sql, type Sql } from '#library/search/sql'

/**
 * What a person may see of the assets `alias`: what everybody here may, what is their own, and
 * what was shared with them. The indexes and the counters hold the first two and know nothing of
 * shares: to whom nothing was ever shared, nothing more is asked.
 */
export function seenAssets(viewer: User, alias = 'a'): Sql {
  const usual = openAssets(viewer, alias)
  if (!viewer.hasShares) return usual
  const shared = sharedAssets(viewer)
  return sql(
    `(${usual.sql} OR ${alias}.id IN (${shared.sql}))`,
    ...usual.bindings,
    ...shared.bindings
  )
}

/** What everybody here may see and what is this person's own: to put away, merge and collect, if they may change anything. */
export function openAssets(viewer: User, alias = 'a') {
  return sql(`${alias}.audience IN (0, ?)`, viewer.id)
}

/** Whether `openAssets` holds an item of this audience: 0 is everybody, else the one who sees it. */
export const isOpenTo = (viewer: User, audience: number) => [0, viewer.id].includes(audience)

/** The same without what is locked. */
export function openUnlocked(viewer: User, alias = 'a') {
  const open = openAssets(viewer, alias)
  return sql(`${open.sql} AND ${alias}.locked_at IS NULL`, ...open.bindings)
}

/** Whose words a person may change, locked or not: what is open to them, and what was shared with them to edit. */
export function editableAssets(viewer: User, alias = 'a'): Sql {
  const open = openAssets(viewer, alias)
  if (!viewer.hasShares) return open
  const shared = sharedAssets(viewer, { toEdit: true })
  const either = `(${open.sql} OR ${alias}.id IN (${shared.sql}))`
  return sql(either, ...open.bindings, ...shared.bindings)
}

/** The same without what is locked. */
export function editableUnlocked(viewer: User, alias = 'a') {
  const editable = editableAssets(viewer, alias)
  return sql(`${editable.sql} AND ${alias}.locked_at IS NULL`, ...editable.bindings)
}

/** Of what is open to a person, what is theirs; to an administrator all of it: to lock, and to show or hide. */
export function ownAssets(viewer: User, alias = 'a') {
  const open = openAssets(viewer, alias)
  if (viewer.isAdmin) return open
  return sql(`${open.sql} AND ${alias}.owner_id = ?`, ...open.bindings, viewer.id)
}

/** The same without what is locked. */
export function ownUnlocked(viewer: User, alias = 'a') {
  const own = ownAssets(viewer, alias)
  return sql(`${own.sql} AND ${alias}.locked_at IS NULL`, ...own.bindings)
}

/**
 * The ids of what was shared with a person, one by one or with a collection. A collection shares
 * only what belongs to whom it belongs to: others, who may fill it too, shared nothing.
 */
export function sharedAssets(viewer: User, { toEdit = false } = {}): Sql {
  const right = toEdit ? 'AND s.can_edit' : ''
  return sql(
    `SELECT s.asset_id FROM asset_shares s WHERE s.user_id = ? ${right}
     UNION SELECT ca.asset_id FROM collection_shares s
       JOIN collections c ON c.id = s.collection_id
       JOIN collection_assets ca ON ca.collection_id = c.id
       JOIN assets held ON held.id = ca.asset_id AND held.owner_id = c.owner_id
       WHERE s.user_id = ? ${right}`,
    viewer.id,
    viewer.id
  )
}

/** Into which of the collections `alias` a person may put items, if they may change anything; a locked one takes none. */
export function fillableCollections(viewer: User, alias = 'collections'): Sql {
  const usual = `${alias}.visibility = 'everyone' OR ${alias}.owner_id = ?`
  const shared = 'SELECT collection_id FROM collection_shares WHERE user_id = ? AND can_edit'
  return sql(
    `(${alias}.locked_at IS NULL AND (${usual} OR ${alias}.id IN (${shared})))`,
    viewer.id,
    viewer.id
  )
}

/** What a person may see of the collections `alias`. */
export function seenCollections(viewer: User, alias = 'collections'): Sql {
  const usual = `${alias}.visibility = 'everyone' OR ${alias}.owner_id = ?`
  if (!viewer.hasShares) return sql(`(${usual})`, viewer.id)
  const shared = 'SELECT collection_id FROM collection_shares WHERE user_id = ?'
  return sql(`(${usual} OR ${alias}.id IN (${shared}))`, viewer.id, viewer.id)
}
