import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { assetsJson, assetSchema } from '#api/assets/asset_json'
import { integer, list, number, object, orNull, text } from '#api/schemas'
import { mostMembers } from '#duplicates/member_cards'
import { presetNames, type PresetName } from '#duplicates/presets'
import { duplicateGroupsPage, duplicateGroupsTotal } from '#duplicates/review_queue'
import { duplicatePreferences, duplicateSettings } from '#duplicates/settings'
import { suggestedKeepersInList } from '#duplicates/suggesting'
import Asset from '#library/models/asset'

export const groupsSchema = object({
  items: list(
    object({
      id: integer,
      preset: { enum: [...presetNames] },
      kind: text,
      score: number,
      distance: integer,
      reclaimable_bytes: integer,
      suggested_keeper_id: integer,
      reason: text,
      member_count: integer,
      members: list(object({ distance: integer, asset: assetSchema })),
    })
  ),
  total: integer,
  next: orNull(text),
})

interface Asked {
  preset?: PresetName
  threshold?: number
  directory?: string
  page_size?: number
  cursor?: string
}

/** A page of the groups of alike pictures this person sees, the most certain and most reclaimable first. */
export async function listGroups(asked: Asked, viewer: User) {
  const folder = asked.directory ? await folderAt(asked.directory) : undefined
  if (folder === null) return { items: [], total: 0, next: null }
  const settings = await duplicateSettings()
  const preset = asked.preset ?? settings.preset
  const filters = { preset, distance: asked.threshold, folder }
  const limit = asked.page_size ?? 20
  const { groups, next } = await duplicateGroupsPage({
    filters,
    viewer,
    limit,
    after: asked.cursor,
  })
  const { count } = await duplicateGroupsTotal({ filters, viewer })
  const ids = groups.map(({ id }) => id)
  const { keeperRules: rules } = await duplicatePreferences(viewer)
  const suggestions = await suggestedKeepersInList(groups, { rules, viewer })
  const membersOf = await members(ids, viewer)
  const judged = groups.map((group) => ({ ...group, ...suggestions.get(group.id) }))
  return {
    items: judged.map((group) => ({
      id: group.id,
      preset: group.preset,
      kind: group.kind,
      score: group.score,
      distance: group.distance,
      reclaimable_bytes: group.reclaimableBytes,
      suggested_keeper_id: group.keeperId,
      reason: group.keeperReason,
      member_count: group.memberCount,
      members: membersOf.get(group.id) ?? [],
    })),
    total: count,
    next,
  }
}

/** The source folder that this directory is, or lies in; null where there is none. */
async function folderAt(directory: string): Promise<number | null> {
  const folders = await db.from('source_folders').whereNull('removed_at').select('id', 'path')
  const within = folders.filter(({ path }) => `${directory}/`.startsWith(`${path}/`))
  return within.sort((one, other) => other.path.length - one.path.length)[0]?.id ?? null
}

/** The members of each group, no more than its page shows: the most alike first. */
async function members(groupIds: number[], viewer: User) {
  const order = 'row_number() OVER (PARTITION BY group_id ORDER BY distance, asset_id) AS place'
  const inOrder = db
    .from('duplicate_group_members')
    .whereIn('group_id', groupIds)
    .select('group_id', 'asset_id', 'distance', db.raw(order))
    .as('members')
  const rows = await db
    .from(inOrder)
    .where('place', '<=', mostMembers)
    .orderBy(['group_id', 'place'])
  const assets = await Asset.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .whereIn(
      'id',
      rows.map(({ asset_id: id }) => id)
    )
    .whereNull('deleted_at')
  const told = await assetsJson(assets, viewer)
  const json = new Map(told.map((asset) => [asset.id, asset]))
  const seen = rows.flatMap(({ group_id: groupId, asset_id: id, distance }) => {
    const asset = json.get(id)
    return asset ? [{ groupId, member: { distance, asset } }] : []
  })
  return new Map(
    [...Map.groupBy(seen, ({ groupId }) => groupId)].map(([id, each]) => [
      id,
      each.map(({ member }) => member),
    ])
  )
}
