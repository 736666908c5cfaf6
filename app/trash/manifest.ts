import { open } from 'node:fs/promises'
import { posix } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { trashPath } from '#core/paths'
import { syncPath } from '#library/importing/staging'
import type Asset from '#library/models/asset'

/**
 * One line of JSON for each thing that happened to a file of a day's folder, so
 * that the trash can be restored without the database. A file is in the trash
 * when the last line about it says `trashed`.
 */
export interface ManifestLine {
  event: 'trashed' | 'restored' | 'purged'
  asset: number
  /** The name in this folder. */
  file: string
  sha256: string
  [more: string]: unknown
}

export const manifestName = 'manifest.jsonl'

/** So much of the end is looked at for a line that a crash kept from being known as written. */
const tail = 262_144

/** Writes down where a file came from and all that people said about it. */
export async function noteTrashed(asset: Asset, trashed: string) {
  await append(posix.dirname(trashed), {
    event: 'trashed',
    asset: asset.id,
    file: posix.basename(trashed),
    sha256: asset.sha256,
    size: asset.size,
    at: asset.deletedAt!.toUTC().toISO(),
    reason: asset.deletedReason,
    ...(await whereFrom(asset)),
    record: await recordOf(asset),
  })
}

/** Writes down that a file leaves the trash, before it does. */
export async function noteGone(
  event: 'restored' | 'purged',
  { assetId, path, sha256 }: { assetId: number; path: string; sha256: string }
) {
  const line = { event, asset: assetId, file: posix.basename(path), sha256 }
  await append(posix.dirname(path), { ...line, at: new Date().toISOString() })
}

async function append(folder: string, line: ManifestLine) {
  const path = trashPath(folder, manifestName)
  const file = await open(path, 'a+')
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - tail)
    const { bytesRead, buffer } = await file.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start
    )
    const end = buffer.toString('utf8', 0, bytesRead)
    if (says(end, line)) return
    const whole = !end || end.endsWith('\n')
    await file.appendFile(`${whole ? '' : '\n'}${JSON.stringify(line)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await syncPath(trashPath(folder))
}

/** Whether the last line about a file is this one already. */
function says(end: string, { event, asset, file }: ManifestLine) {
  const last = end
    .split('\n')
    .findLast((text) => text.includes(JSON.stringify({ asset, file }).slice(1, -1)))
  return !!last?.startsWith(`{"event":"${event}"`) && last.endsWith('}')
}

async function whereFrom(asset: Asset) {
  const folder = asset.sourceFolderId
    ? await db.from('source_folders').where('id', asset.sourceFolderId).first()
    : null
  const emails = await db
    .from('users')
    .whereIn('id', [asset.ownerId, asset.deletedBy ?? 0])
    .select('id', 'email')
  const emailOf = new Map(emails.map(({ id, email }) => [id, email]))
  return {
    by: emailOf.get(asset.deletedBy) ?? null,
    owner: emailOf.get(asset.ownerId) ?? null,
    folder: folder?.path ?? null,
    path: asset.path,
    name: asset.fileName,
  }
}

/** What only the database knows of it; what the file says is in the file. */
async function recordOf({ id, visibility, capturedAt, notes }: Asset) {
  const [metadata, tags, collections, marks] = await Promise.all([
    db.from('asset_metadata').where('asset_id', id).first(),
    db.from('asset_tags').join('tags', 'tags.id', 'tag_id').where('asset_id', id).select('name'),
    db
      .from('collection_assets as ca')
      .join('collections as c', 'c.id', 'ca.collection_id')
      .where('ca.asset_id', id)
      .select('c.name', 'ca.rank'),
    db
      .from('marks')
      .join('users', 'users.id', 'user_id')
      .where('asset_id', id)
      .select('email as person', 'rating', 'favorite'),
  ])
  const own = JSON.parse(metadata?.own ?? '{}')
  return {
    visibility,
    capturedAt,
    notes,
    own,
    tags: tags.map((tag) => tag.name),
    collections,
    marks,
  }
}
