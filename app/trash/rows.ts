import type { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { lockImports } from '#library/importing/twins'
import { timestamp } from '#library/curation/changes'
import Asset from '#library/models/asset'

/** Somebody trashed, restored or replaced it while its file was on the way: this move is not wanted any more. */
export class Overtaken extends Error {
  message = 'Something else was done to it meanwhile; its file is looked at again.'
}

/** The asset as it is now, nobody else writing; throws Overtaken where it is not as it was. */
export async function unchanged(trx: TransactionClientContract, before: Asset) {
  await lockImports(trx)
  const asset = await Asset.find(before.id, { client: trx })
  const same =
    asset &&
    !!asset.deletedAt === !!before.deletedAt &&
    asset.trashPath === before.trashPath &&
    asset.sourceFolderId === before.sourceFolderId &&
    asset.path === before.path &&
    asset.sha256 === before.sha256
  if (!same) throw new Overtaken()
  return asset
}

/** The file is where its row says. */
export async function settle(trx: TransactionClientContract, assetId: number) {
  await trx.from('trash_moves').where('asset_id', assetId).delete()
}

export interface Leftover {
  place: 'original' | 'trash'
  sourceFolderId: number | null
  path: string
  /** What it looked like, as `look` says; null: any file of this name is meant. */
  seen: string | null
}

/** A name that no row speaks of once this is committed, and that can be removed then. */
export async function leave(
  trx: TransactionClientContract,
  { id, sha256 }: Pick<Asset, 'id' | 'sha256'>,
  { place, sourceFolderId, path, seen }: Leftover
) {
  await trx.table('trash_leftovers').insert({
    asset_id: id,
    sha256,
    place,
    source_folder_id: sourceFolderId,
    path,
    seen,
    created_at: timestamp(trx),
  })
}

/** The day whose folder something goes into, by the clock of the world. */
export const dayOf = (time: DateTime) => time.toUTC().toISODate()!
