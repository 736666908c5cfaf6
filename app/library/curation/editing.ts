import { createHash } from 'node:crypto'
import { errors } from '@adonisjs/lucid'
import { applyFacts, type Layer } from '#library/facts'
import {
  inTransaction,
  touch,
  type Action,
  type Change,
  type Open,
} from '#library/curation/changes'
import { lorasOf } from '#library/curation/loras'
import { Locked } from '#library/rights'
import { editableAssets } from '#library/seeing'
import {
  editableFields,
  fieldText,
  readField,
  type FieldName,
  type FieldValue,
} from '#library/curation/fields'

/** That a model made it is nothing to type, but one asset can take it over from another. */
type Own = Partial<Record<FieldName, FieldValue>> & Pick<Layer, 'ai'>
type OwnField = keyof Own

const ownFields = [...Object.keys(editableFields), 'ai'] as OwnField[]

interface Edit {
  assetId: number
  by: Action['by']
  trx?: Action['trx']
  changeId?: Action['changeId']
}

/** Somebody changed the field since this person saw it; `current` is what it says now. */
export class EditConflict extends Error {
  constructor(
    public field: FieldName,
    public current: FieldValue
  ) {
    super(`${editableFields[field].label} was changed in the meantime. Nothing was saved.`)
  }
}

/** A short mark of a value as it was shown, to notice when it changed before it is saved. */
export function versionOf(value: unknown) {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('hex')
    .slice(0, 12)
}

/**
 * Writes a person's own words over what was parsed. `seen` holds versionOf()
 * the values the person was looking at; a field changed since throws
 * EditConflict. Values that cannot stand throw FieldError.
 */
export async function editAsset({
  values,
  seen = {},
  ...edit
}: Edit & {
  values: Own
  seen?: Partial<Record<FieldName, string>>
}): Promise<Change> {
  return inTransaction(edit, async (open) => {
    const asset = await findAsset(open, edit)
    const { parsed, own } = await layersOf(open, edit.assetId)
    const next: Own = { ...own }
    for (const field of Object.keys(values) as FieldName[]) {
      const current: FieldValue =
        field === 'loras' ? lorasOf({ parsed, own }) : asset[columns[field]]
      if (seen[field] && seen[field] !== versionOf(current)) throw new EditConflict(field, current)
      const value = readField(field, values[field])
      if (fieldText(value) !== fieldText(current)) next[field] = value
    }
    return save(open, edit, own, next, 'Saved')
  })
}

/** Drops a person's own word, so that what was parsed is shown again. */
export async function revertField({
  field,
  ...edit
}: Edit & { field: FieldName }): Promise<Change> {
  return inTransaction(edit, async (open) => {
    await findAsset(open, edit)
    const { own } = await layersOf(open, edit.assetId)
    const next = { ...own }
    delete next[field]
    return save(open, edit, own, next, 'Back to what the file says:')
  })
}

/** Takes words over as they stand on another asset, where they were read or written before. */
export async function adoptWords({ words, ...edit }: Edit & { words: Own }): Promise<Change> {
  return inTransaction(edit, async (open) => {
    await findAsset(open, edit)
    const { own } = await layersOf(open, edit.assetId)
    return save(open, edit, own, { ...own, ...words }, 'Took over')
  })
}

/** Puts own words, and the places in the feed that follow from them, back to what they were before these revisions. */
export async function restoreFields(open: Open, revisionIds: number[]) {
  const revisions = await open.trx
    .from('revisions')
    .whereIn('id', revisionIds)
    .whereIn('field', [...ownFields, 'position'])
    .orderBy('id')
  for (const assetId of new Set<number>(revisions.map((revision) => revision.asset_id))) {
    const { own } = await layersOf(open, assetId)
    const mine = revisions.filter((revision) => revision.asset_id === assetId)
    for (const { field, before } of mine) {
      if (field === 'position') continue
      if (before === null) delete own[field as OwnField]
      else Object.assign(own, { [field]: JSON.parse(before) })
    }
    await writeOwn(open, assetId, own)
    await applyFacts(open.trx, assetId)
    const place = mine.find(({ field }) => field === 'position')?.before
    if (place) await takePlace(open, assetId, Number(place))
  }
}

const columns = Object.fromEntries(
  Object.keys(editableFields).map((field) => [
    field,
    field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ])
) as Record<FieldName, string>

async function findAsset({ trx }: Open, { assetId, by }: Edit) {
  const editable = editableAssets(by)
  const asset = await trx
    .from('assets as a')
    .where('a.id', assetId)
    .whereRaw(editable.sql, editable.bindings)
    .first()
  if (!asset) throw new errors.E_ROW_NOT_FOUND()
  if (asset.locked_at) throw new Locked()
  return asset
}

async function layersOf({ trx }: Open, assetId: number): Promise<{ parsed: object; own: Own }> {
  const row = await trx.from('asset_metadata').where('asset_id', assetId).first()
  return { parsed: JSON.parse(row?.parsed ?? '{}'), own: JSON.parse(row?.own ?? '{}') }
}

async function writeOwn({ trx }: Open, assetId: number, own: Own) {
  await trx.rawQuery(
    `INSERT INTO asset_metadata (asset_id, own, parser_version) VALUES (?, ?, 0)
     ON CONFLICT (asset_id) DO UPDATE SET own = excluded.own`,
    [assetId, JSON.stringify(own)]
  )
}

async function save(open: Open, edit: Edit, own: Own, next: Own, verb: string): Promise<Change> {
  const fields = ownFields.filter((field) => said(own, field) !== said(next, field))
  const labels = fields.map(labelOf).join(', ')
  const change = { changeId: open.changeId, count: fields.length ? 1 : 0 }
  if (!fields.length) return { ...change, text: 'Nothing changed' }
  const place = await placeOf(open, edit.assetId)
  await writeOwn(open, edit.assetId, next)
  await applyFacts(open.trx, edit.assetId)
  const rows = fields.map((field) => ({
    field: field as string,
    before: said(own, field),
    after: said(next, field),
  }))
  const newPlace = await placeOf(open, edit.assetId)
  if (newPlace !== place) rows.push({ field: 'position', before: place, after: newPlace })
  await record(open, edit, rows)
  await touch(open)
  return { ...change, text: `${verb} ${labels}` }
}

const labelOf = (field: OwnField) =>
  field === 'ai' ? 'made by a model' : editableFields[field].label.toLowerCase()

/** A field of the own layer as a revision keeps it: JSON, or null where the person said nothing. */
function said(own: Own, field: OwnField): string | null {
  return own[field] === undefined ? null : JSON.stringify(own[field])
}

async function placeOf({ trx }: Open, assetId: number): Promise<string> {
  const row = await trx.from('assets').where('id', assetId).select('position').firstOrFail()
  return String(row.position)
}

/** Back to the exact place in the feed, unless something else stands there by now. */
async function takePlace({ trx }: Open, assetId: number, position: number) {
  const taken = await trx.from('assets').where('position', position).first()
  if (!taken) await trx.from('assets').where('id', assetId).update({ position })
}

function record(
  { trx, changeId, now }: Open,
  { assetId, by }: Edit,
  rows: { field: string; before: string | null; after: string | null }[]
) {
  const common = { change_id: changeId, asset_id: assetId, user_id: by.id, created_at: now }
  return trx.table('revisions').multiInsert(rows.map((row) => ({ ...common, ...row })))
}
