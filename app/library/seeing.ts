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

/** What everybody here may see and what is this person's own: what they may change, if they may change anything. */
export function openAssets(viewer: User, alias = 'a') {
  return sql(`${alias}.audience IN (0, ?)`, viewer.id)
}

/**
 * The ids of what was shared with a person, one by one or with a collection. A collection shares
 * only what belongs to whom it belongs to: others, who may fill it too, shared nothing.
 */
export function sharedAssets(viewer: User): Sql {
  return sql(
    `SELECT asset_id FROM asset_shares WHERE user_id = ?
     UNION SELECT ca.asset_id FROM collection_shares s
       JOIN collections c ON c.id = s.collection_id
       JOIN collection_assets ca ON ca.collection_id = c.id
       JOIN assets held ON held.id = ca.asset_id AND held.owner_id = c.owner_id
       WHERE s.user_id = ?`,
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
