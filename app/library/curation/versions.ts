import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import db from '@adonisjs/lucid/services/db'
import { openOriginal, type OpenOriginal } from '#library/originals'
import type Asset from '#library/models/asset'

/** A former file of an asset, as its row says. */
export function findVersion(asset: Asset, id: number) {
  return db.from('asset_versions').where({ id, asset_id: asset.id }).firstOrFail()
}

/** Opens a former file for reading; null where it is missing, or other bytes lie in its place. */
export async function openVersion(version: any) {
  const { source_folder_id: sourceFolderId, path, size, sha256 } = version
  const file = { sourceFolderId, path, size, sha256, driftedAt: null, modifiedAt: null }
  const original = await openOriginal(file as Asset)
  if (!original || sourceFolderId === null || (await holds(original, sha256))) return original
  await original.handle.close()
  return null
}

/** Our own originals are named by their content; in a source folder anybody may write. */
async function holds({ handle }: OpenOriginal, sha256: string) {
  const hash = createHash('sha256')
  await pipeline(handle.createReadStream({ start: 0, autoClose: false }), hash)
  return hash.digest('hex') === sha256
}
