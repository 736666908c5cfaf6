import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { originalsPath } from '#core/paths'
import { placeOf } from '#library/importing/placing'
import type Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import { createAsset, type AssetToMake } from '#tests/helpers/library'

/** An asset with a file of these bytes, where the import would put it, or in a source folder. */
export async function assetWithFile(
  bytes: string | Buffer,
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

/** As a look through the folder would have noted it. */
export async function noteFile(asset: Asset, folder: SourceFolder) {
  const { mtimeMs, size } = await stat(join(folder.path, asset.path))
  const modifiedAt = Math.floor(mtimeMs)
  const { dir: directory, base: name } = parse(asset.path)
  await asset.merge({ modifiedAt }).save()
  await db.table('source_files').insert({
    ...{ source_folder_id: folder.id, directory, name, size },
    ...{ modified_at: modifiedAt, sha256: asset.sha256, asset_id: asset.id },
  })
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
  await db.table('fingerprints').multiInsert(assets.map(fingerprintOf))
  const ids = assets.map(({ id }) => id).toSorted((a, b) => a - b)
  const pairs = ids.flatMap((left, at) => ids.slice(at + 1).map((right) => [left, right]))
  await db.table('duplicate_pairs').multiInsert(
    pairs.map(([left, right]) => ({
      ...{ left_id: left, right_id: right, kind: 'near', preset, distance },
      ...{ phash_distance: distance, dhash_distance: distance, agreement: 0.99 },
    }))
  )
}

function fingerprintOf({ id, sha256 }: Asset) {
  const hash = (bytes: number) => Buffer.alloc(bytes, id)
  return {
    ...{ asset_id: id, sha256, hash_version: 1, quality: 100, pdq: hash(32), turned: hash(224) },
    ...{ crops: hash(160), phash: hash(8), dhash: hash(8), colour: hash(12), sharpness: 100 },
    thumbnail_sha256: sha256,
  }
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
