import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { timestamp } from '#library/curation/changes'
import { decode } from '#library/decoding/decoder'
import { saveThumbnail } from '#library/derivatives/derivatives'
import { applyFacts, parsedLayer } from '#library/facts'
import { fileColumns, insertChunks } from '#library/importing/asset_rows'
import { type Arrival, type ImportResult, refuse } from '#library/importing/importing'
import { closeOperation, type Operation, placeOf, withPlaced } from '#library/importing/placing'
import { removeStaged } from '#library/importing/staging'
import { lockImports } from '#library/importing/twins'
import Asset from '#library/models/asset'
import { PARSER_VERSION } from '#library/metadata/reading'

/**
 * Gives an asset another file, which lies in staging and leaves it. The former
 * file is kept as a version; what the person wrote about the asset stays.
 */
export async function replaceFile(
  asset: Asset,
  staged: { path: string; name: string },
  by: User
): Promise<ImportResult> {
  const decoded = await decode(staged.path, staged.name)
  const result = refuse(decoded) ?? (await swap(asset, staged, { decoded, by }))
  await removeStaged(staged.path)
  return result
}

async function swap(
  asset: Asset,
  staged: { path: string; name: string },
  { decoded, by }: Pick<Arrival, 'decoded'> & { by: User }
): Promise<ImportResult> {
  const { sha256, size } = decoded
  if (sha256 === asset.sha256) {
    return { state: 'skipped', message: 'This is the same file.', assetId: asset.id }
  }
  await saveThumbnail(decoded)
  const targetPath = placeOf(sha256, decoded.extension)
  const location = { sourceFolderId: null, path: targetPath }
  const arrival = { decoded, fileName: staged.name, location }
  await withPlaced('replace', { stagedPath: staged.path, targetPath, sha256, size }, (operation) =>
    record(asset.id, arrival, { by, operation })
  )
  return { state: 'done', assetId: asset.id, sha256 }
}

async function record(
  assetId: number,
  arrival: Arrival,
  { by, operation }: { by: User; operation: Operation }
) {
  await db.transaction(async (trx) => {
    await lockImports(trx)
    await closeOperation(trx, operation)
    const asset = await Asset.findOrFail(assetId, { client: trx })
    await keepVersion(trx, asset, by)
    const { fileName, location } = arrival
    asset.merge({
      ...fileColumns(arrival),
      ...location,
      fileName,
      missingAt: null,
      driftedAt: null,
    })
    await asset.save()
    await replaceParsed(trx, assetId, arrival)
    await applyFacts(trx, assetId)
  })
}

async function keepVersion(trx: TransactionClientContract, asset: Asset, by: User) {
  await trx.table('asset_versions').insert({
    asset_id: asset.id,
    file_name: asset.fileName,
    source_folder_id: asset.sourceFolderId,
    path: asset.path,
    mime: asset.mime,
    size: asset.size,
    sha256: asset.sha256,
    width: asset.width,
    height: asset.height,
    user_id: by.id,
    created_at: timestamp(trx),
  })
}

async function replaceParsed(trx: TransactionClientContract, assetId: number, arrival: Arrival) {
  await trx
    .from('asset_metadata')
    .where('asset_id', assetId)
    .update({
      parsed: JSON.stringify(parsedLayer(arrival.decoded.metadata)),
      parser_version: PARSER_VERSION,
    })
  await trx.from('asset_chunks').where('asset_id', assetId).delete()
  await insertChunks(trx, assetId, arrival)
}
