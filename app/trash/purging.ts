import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { failpoint } from '#core/failpoints'
import { removeDerivatives } from '#library/derivatives/derivatives'
import { lockImports } from '#library/importing/twins'
import Asset from '#library/models/asset'
import { removeLeftovers } from '#trash/leftovers'
import type { Moved } from '#trash/moving'
import { removePassing } from '#trash/moving_back'
import { leave } from '#trash/rows'

/** What somebody chose to purge: trashed again since, it is another matter. */
export interface Trashed {
  id: number
  /** As the database says it. */
  deletedAt: string | Date
}

/**
 * Forgets an asset for good and removes its files, each only where nothing
 * else uses it. From the commit on it is gone, and what a crash leaves of the
 * files is removed by the next start. Does nothing to what was restored
 * meanwhile. A file in a folder that may not be written stays there.
 */
export async function purgeAsset({ id, deletedAt }: Trashed): Promise<Moved> {
  const contents = await db.transaction((trx) => forget(trx, id, deletedAt))
  await failpoint('purge.after_commit')
  if (!contents) return { state: 'skipped', message: 'It was restored meanwhile.' }
  await removeLeftovers(id)
  for (const sha256 of contents) await db.transaction((trx) => removeUnused(trx, sha256))
  return { state: 'done' }
}

/** The smaller pictures of a content, unless an item has it, or had it and can get it back. */
async function removeUnused(trx: TransactionClientContract, sha256: string) {
  await lockImports(trx)
  for (const table of ['assets', 'asset_versions']) {
    if (await trx.from(table).where({ sha256 }).first()) return
  }
  await removeDerivatives(sha256)
}

/** Answers the hashes of the files nobody may need any more; null where it is not in the trash as it was. */
async function forget(trx: TransactionClientContract, id: number, deletedAt: string | Date) {
  await lockImports(trx)
  const asset = await Asset.query({ client: trx }).where({ id, deleted_at: deletedAt }).first()
  if (!asset) return null
  const versions = await leaveFiles(trx, asset)
  await removePassing(asset)
  await asset.delete()
  await failpoint('purge.before_commit')
  return [asset.sha256, ...versions]
}

/** Its own file, and the former ones kept as versions. What lies in somebody's folder is theirs. */
async function leaveFiles(trx: TransactionClientContract, asset: Asset): Promise<string[]> {
  const { trashPath, sourceFolderId, path } = asset
  if (trashPath) {
    await leave(trx, asset, { place: 'trash', sourceFolderId: null, path: trashPath, seen: null })
  } else if (sourceFolderId === null) {
    await leave(trx, asset, { place: 'original', sourceFolderId, path, seen: null })
  }
  const versions = await trx
    .from('asset_versions')
    .where('asset_id', asset.id)
    .whereNull('source_folder_id')
  for (const version of versions) {
    const file = { id: asset.id, sha256: version.sha256 }
    const name = { place: 'original' as const, sourceFolderId: null, seen: null }
    await leave(trx, file, { ...name, path: version.path })
  }
  return versions.map(({ sha256 }) => sha256)
}
