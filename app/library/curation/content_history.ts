import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { inTransaction, touch } from '#library/curation/changes'
import { editableFields, type FieldName } from '#library/curation/fields'
import type { Decoded } from '#library/decoding/decoding'
import { type Layer, parsedLayer } from '#library/facts'
import { readableSize } from '#library/gallery/readable'
import type Asset from '#library/models/asset'

/** What a file was and said, as the history keeps it once other bytes took its place. */
interface Content {
  sha256: string
  size: number
  width: number | null
  height: number | null
  parsed: Layer
}

/** Writes down which content gave way to which; without an `after` it is the library's copy that stays. */
export async function noteContent(
  trx: TransactionClientContract,
  { asset, by, after }: { asset: Asset; by: User; after: { decoded: Decoded } | null }
) {
  const row = await trx.from('asset_metadata').where('asset_id', asset.id).first()
  const parsed: Layer = JSON.parse(row?.parsed ?? '{}')
  const { sha256, size, width, height } = asset
  const before: Content = { sha256, size: Number(size), width, height, parsed }
  await inTransaction({ trx }, async (open) => {
    await trx.table('revisions').insert({
      change_id: open.changeId,
      asset_id: asset.id,
      user_id: by.id,
      field: 'content',
      before: after && JSON.stringify(before),
      after: after && JSON.stringify(contentOf(after.decoded)),
      created_at: open.now,
    })
    await touch(open)
  })
}

/** The two contents of a revision in words: their sizes, and of what they say where they differ. */
export function contentsInWords(before: string | null, after: string | null) {
  if (before === null || after === null) return { before: null, after: null }
  const contents: [Content, Content] = [JSON.parse(before), JSON.parse(after)]
  const fields = (Object.keys(editableFields) as FieldName[]).filter((field) => {
    const [former, present] = contents.map(({ parsed }) => said(parsed, field))
    return former !== present
  })
  const [former, present] = contents.map((content) => inWords(content, fields))
  return { before: former, after: present }
}

function contentOf({ sha256, size, picture, metadata }: Decoded): Content {
  const { width = null, height = null } = picture ?? {}
  return { sha256, size, width, height, parsed: parsedLayer(metadata) }
}

function inWords({ size, width, height, parsed }: Content, fields: FieldName[]) {
  const pixels = width ? [`${width} × ${height}`] : []
  const facts = fields
    .filter((field) => said(parsed, field) !== '')
    .map((field) => `${editableFields[field].label}: ${said(parsed, field).slice(0, 300)}`)
  return [...pixels, readableSize(size), ...facts].join(' · ')
}

const said = (parsed: Layer, field: FieldName) => String(parsed[field] ?? '')
