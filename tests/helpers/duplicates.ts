import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { originalsPath } from '#core/paths'
import { placeOf } from '#library/importing/placing'
import type Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import { createAsset, type AssetToMake } from '#tests/helpers/library'

/** An asset with a file of these bytes, where the import would put it, or in a source folder. */
export async function assetWithFile(
  bytes: string,
  { folder, path, ...asset }: AssetToMake & { folder?: SourceFolder; path?: string }
) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const below = path ?? placeOf(sha256, 'png')
  const absolute = folder ? join(folder.path, below) : originalsPath(below)
  await mkdir(dirname(absolute), { recursive: true })
  await writeFile(absolute, bytes)
  const file = { ...asset.file, sha256, path: below, size: Buffer.byteLength(bytes) }
  const made = await createAsset({ ...asset, file })
  if (folder) await made.merge({ sourceFolderId: folder.id }).save()
  return made
}

/** A folder indexed in place, of which Atelier may change the files unless it says otherwise. */
export function sourceFolder(path: string, owner: { id: number }, writable = true) {
  return SourceFolder.create({
    name: 'Pictures',
    path,
    mode: 'in_place',
    visibility: 'everyone',
    watched: false,
    writable,
    ownerId: owner.id,
  })
}

/** Makes these items alike, as comparing them would: every one to every other. */
export async function makeAlike(assets: Asset[], { preset = 'strict', distance = 4 } = {}) {
  for (const asset of assets) await fingerprint(asset)
  const ids = assets.map(({ id }) => id).toSorted((a, b) => a - b)
  for (const [at, left] of ids.entries()) {
    for (const right of ids.slice(at + 1)) {
      await db.table('duplicate_pairs').insert({
        ...{ left_id: left, right_id: right, kind: 'near', preset, distance },
        ...{ phash_distance: distance, dhash_distance: distance, agreement: 0.99 },
      })
    }
  }
}

async function fingerprint({ id, sha256 }: Asset) {
  const hash = (bytes: number) => Buffer.alloc(bytes, id)
  await db.table('fingerprints').insert({
    ...{ asset_id: id, sha256, hash_version: 1, quality: 100, pdq: hash(32), turned: hash(224) },
    ...{ crops: hash(160), phash: hash(8), dhash: hash(8), colour: hash(12), sharpness: 100 },
    thumbnail_sha256: sha256,
  })
}

/** The group that these items are, as grouping would write it. */
export async function makeGroup(assets: Asset[]) {
  const [keeper] = assets
  const sha256 = createHash('sha256')
    .update(assets.map((asset) => asset.sha256).join())
    .digest('hex')
  const [inserted] = await db
    .table('duplicate_groups')
    .insert({
      ...{ preset: 'normal', audience: 0, members_sha256: sha256, keeper_id: keeper.id },
      ...{ keeper_reason: 'size', kind: 'near', distance: 4, score: 0.9, confidence: 0.9 },
      ...{ member_count: assets.length, reclaimable_bytes: 1, worth: 0.9, across_folders: false },
      created_at: '2024-01-01 00:00:00',
    })
    .returning('id')
  const id: number = inserted.id ?? inserted
  await db.table('duplicate_group_members').multiInsert(
    assets.map((asset) => ({
      ...{ group_id: id, asset_id: asset.id, kind: 'near', distance: 4, weak: false },
    }))
  )
  return id
}

/** A group of these, the first one suggested, as grouping would keep it. */
export async function createGroup(assets: Asset[], { audience = 0, preset = 'normal' } = {}) {
  const ids = assets.map(({ id }) => id)
  const [row] = await db
    .table('duplicate_groups')
    .insert({
      ...{ preset, audience, members_sha256: ids.join(), keeper_id: ids[0], distance: 4 },
      ...{ keeper_reason: 'resolution', kind: 'similar', score: 0.98, confidence: 0.9 },
      ...{ member_count: ids.length, reclaimable_bytes: 1_000, worth: 900 },
      ...{ across_folders: false, created_at: '2024-01-01 00:00:00' },
    })
    .returning('id')
  const groupId: number = row.id ?? row
  for (const [at, id] of ids.entries()) {
    const kind = at ? 'similar' : null
    await db
      .table('duplicate_group_members')
      .insert({ group_id: groupId, asset_id: id, kind, distance: at * 4, weak: false })
  }
  return groupId
}
