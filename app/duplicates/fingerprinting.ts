import db from '@adonisjs/lucid/services/db'
import { keepFingerprint } from '#duplicates/fingerprints'
import type { Guard } from '#duplicates/pairs/comparing'
import { measure } from '#library/decoding/decoder'
import Asset from '#library/models/asset'
import { locateOriginal } from '#library/originals'
import type { ItemResult } from '#queue/run_job'

/**
 * Hashes an asset's original again. A file that is not the one that was imported is left alone:
 * a hash must be of the content the asset is known by.
 */
export async function fingerprintAsset(assetId: number, guard?: Guard): Promise<ItemResult> {
  const asset = await Asset.find(assetId)
  if (!asset) return { state: 'skipped', message: 'It is no longer in the library.' }
  const located = await locateOriginal(asset)
  if (!located) return { state: 'failed', message: 'Its source folder is no longer known.' }
  const { sha256, picture, brokenReason } = await measure(located.path, located.root)
  if (!picture) return { state: 'failed', message: brokenReason ?? 'It cannot be decoded.' }
  return db.transaction(async (trx) => {
    await guard?.(trx)
    const now = await Asset.find(assetId, { client: trx })
    if (now?.sha256 !== sha256) {
      return { state: 'failed', message: 'The file on disk is not the one that was imported.' }
    }
    await keepFingerprint(trx, assetId, { kind: now.kind, sha256, picture })
    return { state: 'done', assetId }
  })
}
