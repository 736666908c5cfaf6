import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { inTransaction, touch } from '#library/curation/changes'
import { replaceFile } from '#library/importing/replacing'
import { stageCopy } from '#library/importing/staging'
import { locateOriginal, openOriginal } from '#library/originals'
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
  const before = asset.fileName
  const result = await replaceFile(asset, staged, by)
  if (result.state !== 'done') return result.message ?? 'The file was not taken.'
  await record(asset.id, before, staged.name, by)
  return null
}

/** Makes a former file the present one again; the present one becomes a version in turn. */
export async function restoreVersion(asset: Asset, versionId: number, by: User) {
  const version = await findVersion(asset, versionId)
  const located = await locateOriginal({
    sourceFolderId: version.source_folder_id,
    path: version.path,
  })
  if (!located) return 'The folder of that version is no longer there.'
  const staged = await stageCopy(located.path).catch(() => null)
  if (!staged) return 'The file of that version is missing.'
  return replaceAndRecord(asset, { path: staged.path, name: version.file_name }, by)
}

/** Opens a former file for reading; null where it is missing. */
export function openVersion(version: any) {
  const { source_folder_id: sourceFolderId, path, size } = version
  return openOriginal({ sourceFolderId, path, size, driftedAt: null } as Asset)
}

function record(assetId: number, before: string, after: string, by: User) {
  return inTransaction({}, async (open) => {
    const { trx, changeId, now } = open
    const revision = { change_id: changeId, asset_id: assetId, user_id: by.id, created_at: now }
    await trx.table('revisions').insert({ ...revision, field: 'file', before, after })
    await touch(open)
  })
}
