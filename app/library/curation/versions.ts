import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { sha256Of } from '#library/importing/placing'
import { replaceFile } from '#library/importing/replacing'
import { removeStaged, stageCopy } from '#library/importing/staging'
import { locateOriginal, openOriginal, type OpenOriginal } from '#library/originals'
import type Asset from '#library/models/asset'

/** A former file of an asset, as its row says. */
export function findVersion(asset: Asset, id: number) {
  return db.from('asset_versions').where({ id, asset_id: asset.id }).firstOrFail()
}

/** Gives an asset another file, which lies in staging. What there was becomes a version; answers why nothing was done, if so. */
export async function replaceAndRecord(
  asset: Asset,
  staged: { path: string; name: string },
  by: User
): Promise<string | null> {
  const result = await replaceFile(asset, staged, by)
  return result.state === 'done' ? null : (result.message ?? 'The file was not taken.')
}

/** Makes a former file the present one again; the present one becomes a version in turn. */
export async function restoreVersion(asset: Asset, versionId: number, by: User) {
  const version = await findVersion(asset, versionId)
  const located = await locateOriginal({
    sourceFolderId: version.source_folder_id,
    path: version.path,
  })
  if (!located) return 'The folder of that version is no longer there.'
  const staged = await stageCopy(located.path, located.root).catch(() => null)
  if (!staged) return 'The file of that version is missing.'
  if ((await sha256Of(staged.path)) !== version.sha256) {
    await removeStaged(staged.path)
    return 'The file of that version is no longer the one it was. Nothing was changed.'
  }
  return replaceAndRecord(asset, { path: staged.path, name: version.file_name }, by)
}

/** Opens a former file for reading; null where it is missing, or other bytes lie in its place. */
export async function openVersion(version: any) {
  const { source_folder_id: sourceFolderId, path, size, sha256 } = version
  const original = await openOriginal({ sourceFolderId, path, size, driftedAt: null } as Asset)
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
