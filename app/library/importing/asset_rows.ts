import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Asset from '#library/models/asset'
import { effectiveColumns, insertLoras, parsedLayer } from '#library/facts'
import type { Arrival, ImportOptions } from '#library/importing/importing'
import { PARSER_VERSION } from '#library/metadata/reading'
import { positionFor } from '#library/positions'
import type { Decoded } from '#library/decoding/decoding'
import { contentKeepers } from '#start/importing'

/** Keeps what rooms above know of an asset's new content. */
export type ContentKeeper = (
  trx: TransactionClientContract,
  assetId: number,
  decoded: Decoded
) => Promise<unknown>

/** Writes a new asset with everything that is known of it. */
export async function createAsset(
  trx: TransactionClientContract,
  arrival: Arrival,
  options: ImportOptions
): Promise<Asset> {
  const { decoded, fileName, location } = arrival
  const parsed = parsedLayer(decoded.metadata)
  const own = options.own ?? {}
  const facts = effectiveColumns(parsed, own, { fileName, modifiedAt: decoded.modifiedAt })
  const asset = await Asset.create(
    {
      ownerId: options.owner.id,
      visibility: options.visibility,
      position: await positionFor(trx, facts.capturedAt),
      fileName,
      ...location,
      ...fileColumns(arrival),
      ...facts,
    },
    { client: trx }
  )
  await trx.table('asset_metadata').insert({
    asset_id: asset.id,
    parsed: JSON.stringify(parsed),
    own: JSON.stringify(own),
    parser_version: PARSER_VERSION,
  })
  await insertChunks(trx, asset.id, arrival)
  await insertLoras(trx, asset.id, own.loras ?? parsed.loras)
  await keepContent(trx, asset.id, arrival)
  return asset
}

async function keepContent(
  trx: TransactionClientContract,
  assetId: number,
  { decoded }: Pick<Arrival, 'decoded'>
) {
  for (const keep of contentKeepers) await keep(trx, assetId, decoded)
}

/** The columns that describe the file itself. */
export function fileColumns({ decoded }: Pick<Arrival, 'decoded'>) {
  const { picture, stream, metadata } = decoded
  return {
    kind: decoded.kind!,
    mime: decoded.mime,
    extension: decoded.extension,
    size: decoded.size,
    sha256: decoded.sha256,
    modifiedAt: decoded.modifiedAt,
    width: size(stream.width ?? picture?.width ?? metadata?.width),
    height: size(stream.height ?? picture?.height ?? metadata?.height),
    orientation: metadata?.orientation ?? picture?.orientation ?? null,
    frames: picture && decoded.kind === 'image' ? picture.frames : null,
    duration: stream.duration ?? metadata?.duration ?? null,
    placeholder: picture?.placeholder || null,
    brokenReason: decoded.brokenReason ?? (decoded.kind === 'image' ? decoded.noPreview : null),
  }
}

/** A broken file may claim more pixels than a column of Postgres holds. */
const size = (pixels?: number | null) => (pixels && pixels < 2 ** 31 ? pixels : null)

/** Writes what a file says over what another one of the same asset said. */
export async function replaceParsed(
  trx: TransactionClientContract,
  assetId: number,
  arrival: Pick<Arrival, 'decoded'>
) {
  const parsed = JSON.stringify(parsedLayer(arrival.decoded.metadata))
  const rows = trx.from('asset_metadata').where('asset_id', assetId)
  await rows.update({ parsed, parser_version: PARSER_VERSION })
  await trx.from('asset_chunks').where('asset_id', assetId).delete()
  await insertChunks(trx, assetId, arrival)
  await keepContent(trx, assetId, arrival)
}

async function insertChunks(
  trx: TransactionClientContract,
  assetId: number,
  { decoded }: Pick<Arrival, 'decoded'>
) {
  const rows = (decoded.metadata?.chunks ?? []).slice(0, 100).map((chunk) => ({
    asset_id: assetId,
    container: chunk.container.slice(0, 20),
    keyword: chunk.keyword.slice(0, 200),
    body: Buffer.from(chunk.body),
  }))
  if (rows.length) await trx.table('asset_chunks').multiInsert(rows)
}
