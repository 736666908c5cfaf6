import { openAssets, seenCollections } from '#library/seeing'
import type User from '#accounts/models/user'
import { readableCount, readableSize } from '#library/gallery/readable'
import { withQuery } from '#library/gallery/addresses'
import { addressOf, groupsUrl, groupUrl } from '#duplicates/addresses'
import { places, rows, sql } from '#library/search/sql'
import { duplicatePreferences } from '#duplicates/settings'
import { suggestedKeepersInList } from '#duplicates/suggesting'
import {
  duplicateGroupsPage,
  duplicateGroupsTotal,
  mostCounted,
  type GroupFilters,
  type GroupRow,
} from '#duplicates/review_queue'

const groupsPerPage = 24
const picturesPerGroup = 6

export interface GroupPicture {
  groupId: number
  id: number
  sha256: string
  fileName: string
  hasThumbnail: boolean
}

/** Everything the table of groups shows. */
export async function groupsList(asked: { filters: GroupFilters; viewer: User; after?: string }) {
  const { filters, viewer, after } = asked
  const [page, total, choices, preferences] = await Promise.all([
    duplicateGroupsPage({ ...asked, limit: groupsPerPage }),
    duplicateGroupsTotal(asked),
    filterChoices(viewer),
    duplicatePreferences(viewer),
  ])
  const { keeperRules: rules } = preferences
  const suggestions = await suggestedKeepersInList(page.groups, { rules, viewer })
  const groups = page.groups.map((group) => ({ ...group, ...suggestions.get(group.id) }))
  const pictures = Map.groupBy(await picturesOf(groups, viewer), ({ groupId }) => groupId)
  const first = page.groups.at(0)
  return {
    filters,
    address: addressOf(filters),
    choices,
    preferences,
    groups: groups.map((group) => ({
      ...group,
      isJudged: suggestions.has(group.id),
      href: groupUrl(group.id, filters),
      pictures: pictures.get(group.id) ?? [],
    })),
    count: readableCount(total.count, total.count >= mostCounted),
    isNarrowed: Object.keys(addressOf(filters)).some((name) => name !== 'preset'),
    bytes: readableSize(total.bytes),
    reviewHref: first ? groupUrl(first.id, filters) : null,
    nextHref: page.next && groupsUrl(filters, page.next),
    firstHref: after ? groupsUrl(filters) : null,
    can: { decide: viewer.canEdit, configure: viewer.isAdmin },
    presetHref: (preset: string) => withQuery('/duplicates', { ...addressOf(filters), preset }),
  }
}

/** The first pictures of each group, its keeper first. */
async function picturesOf(groups: GroupRow[], viewer: User) {
  if (!groups.length) return []
  const ids = groups.map(({ id }) => id)
  const keepers = groups.map(({ keeperId }) => keeperId)
  const open = openAssets(viewer)
  return rows<GroupPicture>(
    sql(
      `SELECT * FROM (
         SELECT gm.group_id AS "groupId", a.id, a.sha256, a.file_name AS "fileName",
           a.placeholder IS NOT NULL AS "hasThumbnail",
           row_number() OVER (PARTITION BY gm.group_id ORDER BY a.id NOT IN (${places(keepers)}), gm.distance, a.id) AS place
         FROM duplicate_group_members gm
         JOIN assets a ON a.id = gm.asset_id
         WHERE a.deleted_at IS NULL AND ${open.sql} AND gm.group_id IN (${places(ids)})) AS placed
       WHERE place <= ${picturesPerGroup} ORDER BY "groupId", place`,
      ...keepers,
      ...open.bindings,
      ...ids
    )
  )
}

/** What the folder and collection filters offer. */
async function filterChoices(viewer: User) {
  const known = seenCollections(viewer)
  const [folders, collections] = await Promise.all([
    rows<{ id: number; name: string }>(
      sql(
        `SELECT id, name FROM source_folders
         WHERE removed_at IS NULL AND (visibility = 'everyone' OR owner_id = ?) ORDER BY name LIMIT 200`,
        viewer.id
      )
    ),
    rows<{ id: number; name: string }>(
      sql(
        `SELECT id, name FROM collections WHERE ${known.sql} ORDER BY name LIMIT 500`,
        ...known.bindings
      )
    ),
  ])
  return { folders, collections }
}
