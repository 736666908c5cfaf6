import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { openAssets } from '#library/seeing'
import Asset from '#library/models/asset'

/**
 * SQLite lets one writer in at a time; Postgres would let two imports of the
 * same bytes, or of the same second, pass each other.
 */
export async function lockImports(trx: TransactionClientContract) {
  if (trx.dialect.name === 'postgres') await trx.rawQuery('SELECT pg_advisory_xact_lock(7203)')
}

/** The asset of the same bytes this person can see, one whose file is missing first. Another person's private one stays unmentioned. */
export async function findTwin(trx: TransactionClientContract, sha256: string, viewer: User) {
  const open = openAssets(viewer, 'assets')
  return Asset.query({ client: trx })
    .where('sha256', sha256)
    .whereRaw(open.sql, open.bindings)
    .whereNull('deleted_at')
    .orderByRaw('missing_at is null')
    .orderBy('id')
    .first()
}

/** The asset of the same bytes this person put into the trash, or saw there; it is not taken in a second time. */
export async function findTrashed(trx: TransactionClientContract, sha256: string, viewer: User) {
  const open = openAssets(viewer, 'assets')
  return Asset.query({ client: trx })
    .where('sha256', sha256)
    .whereRaw(open.sql, open.bindings)
    .whereNotNull('deleted_at')
    .orderBy('deleted_at', 'desc')
    .first()
}
