import db from '@adonisjs/lucid/services/db'
import Asset from '#library/models/asset'
import type User from '#accounts/models/user'
import { effectiveColumns, insertLoras, type Layer } from '#library/facts'
import { positionFor } from '#library/positions'

let made = 0

export interface AssetToMake extends Partial<Layer> {
  owner: User
  tags?: string[]
  file?: Partial<Pick<Asset, FileColumn>>
}

type FileColumn =
  | 'visibility'
  | 'kind'
  | 'mime'
  | 'extension'
  | 'fileName'
  | 'path'
  | 'size'
  | 'sha256'
  | 'width'
  | 'height'
  | 'duration'
  | 'placeholder'
  | 'brokenReason'
  | 'missingAt'
  | 'driftedAt'
  | 'modifiedAt'

/**
 * An asset as the import leaves it, without its file: what the parsers found is
 * given as facts (`prompt`, `model`, `capturedAt` …), what the file is as `file`.
 */
export async function createAsset({ owner, tags = [], file = {}, ...parsed }: AssetToMake) {
  const number = ++made
  return db.transaction(async (trx) => {
    const fileName = file.fileName ?? `picture-${number}.png`
    const modifiedAt = file.modifiedAt ?? Date.UTC(2024, 0, 1) + number * 1_000
    const facts = effectiveColumns(parsed, {}, { fileName, modifiedAt })
    const asset = await Asset.create(
      {
        ownerId: owner.id,
        visibility: 'everyone',
        position: await positionFor(trx, facts.capturedAt),
        kind: 'image',
        mime: 'image/png',
        extension: 'png',
        path: `aa/aa/${number}.png`,
        size: 1_000 + number,
        sha256: number.toString(16).padStart(64, '0'),
        width: 1024,
        height: 768,
        ...facts,
        ...file,
        fileName,
        modifiedAt,
      },
      { client: trx }
    )
    await trx.table('asset_metadata').insert({
      asset_id: asset.id,
      parsed: JSON.stringify(parsed),
      own: '{}',
      parser_version: 1,
    })
    await insertLoras(trx, asset.id, parsed.loras)
    for (const name of tags) await giveTag(trx, asset, name)
    return asset
  })
}

async function giveTag(trx: Parameters<typeof positionFor>[0], asset: Asset, name: string) {
  const slug = name.toLowerCase().replace(/[\s_]+/g, '_')
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ')
  await trx.rawQuery(
    'INSERT INTO tags (name, slug, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    [name, slug, now]
  )
  const tag = await trx.from('tags').where('slug', slug).firstOrFail()
  await trx
    .table('asset_tags')
    .insert({ tag_id: tag.id, position: asset.position, asset_id: asset.id })
}
