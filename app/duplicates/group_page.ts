import { errors } from '@adonisjs/lucid'
import type User from '#accounts/models/user'
import { rows, sql } from '#library/search/sql'
import { addressOf, groupUrl, groupsUrl } from '#duplicates/addresses'
import { areLinkable, memberCards } from '#duplicates/member_cards'
import { findGroup, neighbouringGroups, type GroupFilters } from '#duplicates/review_queue'
import { duplicatePreferences, duplicateSettings } from '#duplicates/settings'
import { suggestedKeepers } from '#duplicates/suggesting'

/** Everything the page of one group shows. Throws E_ROW_NOT_FOUND for what this person does not see. */
export async function groupPage(asked: {
  id: number
  filters: Partial<GroupFilters>
  viewer: User
}) {
  const { id, viewer } = asked
  const group = await findGroup(id, viewer)
  if (!group) throw new errors.E_ROW_NOT_FOUND()
  const filters = { ...asked.filters, preset: asked.filters.preset ?? group.preset }
  const preferences = await duplicatePreferences(viewer)
  const [suggestions, near, moveFolders] = await Promise.all([
    suggestedKeepers([id], { rules: preferences.keeperRules, viewer }),
    neighbouringGroups(group, { filters, viewer }),
    foldersToMoveTo(viewer),
  ])
  const shown = { ...group, ...suggestions.get(id) }
  const members = await memberCards(shown, viewer)
  return {
    group: shown,
    members,
    preferences,
    moveFolders,
    more: group.memberCount - members.length,
    /** An action on this group keeps the filters in its address. */
    address: addressOf(filters),
    previousHref: near.previous && groupUrl(near.previous, filters),
    nextHref: near.next && groupUrl(near.next, filters),
    backHref: groupsUrl(filters),
    can: { decide: viewer.canEdit, link: areLinkable(members) },
  }
}

/** Source folders that may be written and that this person knows of, the default one first. */
export async function foldersToMoveTo(viewer: User) {
  const { moveFolderId } = await duplicateSettings()
  return rows<{ id: number; name: string }>(
    sql(
      `SELECT id, name FROM source_folders
       WHERE writable AND removed_at IS NULL AND (visibility = 'everyone' OR owner_id = ?)
       ORDER BY id = ? DESC, name LIMIT 100`,
      viewer.id,
      moveFolderId ?? 0
    )
  )
}
