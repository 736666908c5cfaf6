import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import Asset from '#library/models/asset'
import { positionFor } from '#library/positions'
import type { FileMetadata, SourcedFacts } from '#library/metadata/reading'

/** What is known about how an asset was made: as parsed from its file, or in a person's own words. */
export interface Layer extends Partial<SourcedFacts> {
  capturedAt?: string
  capturedSource?: string
  hasLocation?: boolean
}

/** The effective columns both layers decide, by the name they have in both; numbers are the longest text a column takes. */
const fields = {
  generator: 40,
  ai: null,
  hasWorkflow: null,
  hasLocation: null,
  model: null,
  modelHash: 80,
  vae: 200,
  sampler: 80,
  scheduler: 80,
  seed: 40,
  steps: null,
  cfgScale: null,
  denoise: null,
  prompt: null,
  negativePrompt: null,
  notes: null,
} as const

/** The parsed layer as it is kept, out of what the parsers returned. */
export function parsedLayer(metadata: FileMetadata | null): Layer {
  if (!metadata) return {}
  const { facts, ai, hasWorkflow, hasLocation } = metadata
  return shortened({
    ...facts,
    ai,
    hasWorkflow,
    hasLocation,
    capturedAt: metadata.capturedAt ?? undefined,
    capturedSource: metadata.capturedSource ?? undefined,
  })
}

/** As long as what a person can write. A file may hold megabytes, which stay among its raw chunks. */
const longestText = 100_000
const longestLayer = 1_000_000

function shortened(layer: Layer): Layer {
  const json = JSON.stringify(layer)
  if (json.length <= longestText) return layer
  const cut = (_name: string, value: unknown) =>
    typeof value === 'string' ? value.slice(0, longestText) : value
  const { extra, ...rest }: Layer = JSON.parse(json, cut)
  const isLong = JSON.stringify({ extra, ...rest }).length > longestLayer
  return isLong ? rest : { extra, ...rest }
}

/**
 * The columns of `assets` that follow from its two layers: a person's own word
 * where there is one, else what was parsed. Without a date in either, the
 * file's name and then its time of change give it.
 */
export function effectiveColumns(
  parsed: Layer,
  own: Layer,
  file: { fileName: string; modifiedAt: number | null }
) {
  const columns: Record<string, any> = {}
  for (const [field, length] of Object.entries(fields)) {
    const value = (field in own ? (own as any)[field] : (parsed as any)[field]) ?? null
    columns[field] = typeof value === 'string' && length ? value.slice(0, length) : value
  }
  for (const flag of ['ai', 'hasWorkflow', 'hasLocation']) columns[flag] ??= false
  return { ...columns, ...captured(parsed, own, file) } as Partial<Asset> & {
    capturedAt: string
    capturedSource: string
  }
}

/** Recomputes an asset's effective columns, LoRAs and place in the feed after one of its layers changed. */
export async function applyFacts(trx: TransactionClientContract, assetId: number): Promise<void> {
  const asset = await Asset.findOrFail(assetId, { client: trx })
  const row = await trx.from('asset_metadata').where('asset_id', assetId).first()
  const parsed: Layer = JSON.parse(row?.parsed ?? '{}')
  const own: Layer = JSON.parse(row?.own ?? '{}')
  const before = asset.capturedAt
  asset.merge(effectiveColumns(parsed, own, asset))
  if (asset.capturedAt !== before) asset.position = await positionFor(trx, asset.capturedAt)
  await asset.save()
  await trx.from('asset_loras').where('asset_id', assetId).delete()
  await insertLoras(trx, assetId, own.loras ?? parsed.loras)
}

export async function insertLoras(
  trx: TransactionClientContract,
  assetId: number,
  loras: Layer['loras']
) {
  const byName = new Map((loras ?? []).map((lora) => [lora.name.slice(0, 200), lora]))
  if (!byName.size) return
  const rows = [...byName].slice(0, 100).map(([name, { weight }]) => ({
    asset_id: assetId,
    name,
    weight: weight ?? null,
  }))
  await trx.table('asset_loras').multiInsert(rows)
}

function captured(
  parsed: Layer,
  own: Layer,
  file: { fileName: string; modifiedAt: number | null }
): { capturedAt: string; capturedSource: string } {
  if (own.capturedAt) return { capturedAt: own.capturedAt, capturedSource: 'own' }
  if (parsed.capturedAt && isPlausible(parsed.capturedAt)) {
    return { capturedAt: parsed.capturedAt, capturedSource: parsed.capturedSource ?? 'metadata' }
  }
  const named = dateInName(file.fileName)
  if (named) return { capturedAt: named, capturedSource: 'name' }
  const changed = DateTime.fromMillis(file.modifiedAt ?? Date.now())
  return { capturedAt: changed.toFormat(wallClock), capturedSource: 'file' }
}

const wallClock = 'yyyy-MM-dd HH:mm:ss'
const isPlausible = (text: string) => {
  const date = DateTime.fromFormat(text, wallClock)
  return date.isValid && date.year >= 1826 && date.year <= 2100
}

/** Cameras, phones and screenshot tools write the date into the name: IMG_20240131_235959, 2024-01-31 23.59.59. */
function dateInName(name: string): string | null {
  const found =
    /(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:(?:[-_T ]| at )(\d\d)[-_.:h]?(\d\d)[-_.:m]?(\d\d))?(?!\d)/.exec(
      name
    )
  if (!found) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = found
  const text = `${year}-${month}-${day} ${hour}:${minute}:${second}`
  return isPlausible(text) ? text : null
}
