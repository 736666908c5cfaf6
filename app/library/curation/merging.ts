import { errors } from '@adonisjs/lucid'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { inTransaction, items, type Change, type Open } from '#library/curation/changes'

interface Merge {
  fromId: number
  intoId: number
  by: User
}

/** What merging one tag into another would change. */
export interface MergePreview {
  from: { id: number; name: string }
  into: { id: number; name: string }
  /** Items that have the first tag. */
  items: number
  /** Of these, the ones that have both already. */
  both: number
  aliases: string[]
  children: string[]
}

/** An undo that cannot be done any more; the message says why. */
export class UndoRefused extends Error {}

export async function previewMerge({ fromId, intoId }: Omit<Merge, 'by'>): Promise<MergePreview> {
  const [from, into] = await bothTags(db.connection(), fromId, intoId)
  const [counts] = await db
    .from('asset_tags as f')
    .leftJoin('asset_tags as i', (join) =>
      join.on('i.asset_id', 'f.asset_id').andOnVal('i.tag_id', intoId)
    )
    .where('f.tag_id', fromId)
    .count({ items: '*', both: 'i.asset_id' })
  const aliases = await db
    .from('tag_aliases')
    .where('tag_id', fromId)
    .orderBy('name')
    .select('name')
  const children = await db.from('tags').where('parent_id', fromId).orderBy('name').select('name')
  return {
    from,
    into,
    items: Number(counts.items),
    both: Number(counts.both),
    aliases: aliases.map(({ name }) => name),
    children: children.map(({ name }) => name),
  }
}

/** Moves everything of one tag to another; the first one's name becomes an alias. Undo with undoChange(). */
export async function mergeTags({
  fromId,
  intoId,
  by,
  ...joined
}: Merge & { trx?: Open['trx']; changeId?: string }): Promise<Change> {
  return inTransaction(joined, async (open) => {
    const [from, into] = await bothTags(open.trx, fromId, intoId)
    await recordTags(open, from, into, by)
    const count = await moveAssets(open, from, into, by)
    await moveRelations(open, from, into)
    const text = `Merged “${from.name}” into “${into.name}”: ${items(count)}`
    return { changeId: open.changeId, count, text }
  })
}

/** If this change was a merge: makes the merged tag again, with its aliases and children. */
export async function restoreMergedTags({ trx, changeId, now }: Open) {
  const merge = await trx
    .from('tag_merges')
    .where('change_id', changeId)
    .whereNull('undone_at')
    .first()
  if (!merge) return
  const { tag, aliases, children, intoParentId } = JSON.parse(merge.merged)
  await refuseWhenTaken(trx, tag, merge.into_id)
  await trx.from('tag_aliases').where('slug', tag.slug).delete()
  await trx.table('tags').insert(tag)
  await trx
    .from('tag_aliases')
    .where('tag_id', merge.into_id)
    .whereIn('slug', aliases)
    .update({ tag_id: tag.id })
  await trx
    .from('tags')
    .where('parent_id', merge.into_id)
    .whereIn('id', children)
    .update({ parent_id: tag.id })
  if (intoParentId !== undefined) {
    await trx.from('tags').where('id', merge.into_id).update({ parent_id: intoParentId })
  }
  await trx.from('tag_merges').where('change_id', changeId).update({ undone_at: now })
}

async function bothTags(client: QueryClientContract, fromId: number, intoId: number) {
  const from = await client.from('tags').where('id', fromId).first()
  const into = await client.from('tags').where('id', intoId).first()
  if (!from || !into || fromId === intoId) throw new errors.E_ROW_NOT_FOUND()
  return [from, into]
}

/** Keeps what the tag was before it goes. */
async function recordTags({ trx, changeId, now }: Open, from: any, into: any, by: User) {
  const aliases = await trx.from('tag_aliases').where('tag_id', from.id).select('slug')
  const children = await trx
    .from('tags')
    .where('parent_id', from.id)
    .whereNot('id', into.id)
    .select('id')
  const merged = {
    tag: from,
    aliases: aliases.map(({ slug }) => slug),
    children: children.map(({ id }) => id),
    intoParentId: (await isBelow(trx, into, from.id)) ? into.parent_id : undefined,
  }
  await trx.table('tag_merges').insert({
    change_id: changeId,
    user_id: by.id,
    into_id: into.id,
    merged: JSON.stringify(merged),
    created_at: now,
  })
}

async function moveAssets({ trx, changeId, now }: Open, from: any, into: any, by: User) {
  const record = `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
    SELECT ?, f.asset_id, ?, ?, ?, ?, ? FROM asset_tags f WHERE f.tag_id = ?`
  await trx.rawQuery(record, [changeId, by.id, `tag:${from.id}`, from.name, null, now, from.id])
  await trx.rawQuery(
    `${record} AND NOT EXISTS
      (SELECT 1 FROM asset_tags i WHERE i.asset_id = f.asset_id AND i.tag_id = ?)`,
    [changeId, by.id, `tag:${into.id}`, null, into.name, now, from.id, into.id]
  )
  await trx.rawQuery(
    `INSERT INTO asset_tags (tag_id, position, asset_id)
     SELECT ?, position, asset_id FROM asset_tags WHERE tag_id = ? ON CONFLICT DO NOTHING`,
    [into.id, from.id]
  )
  const counted = await trx.from('asset_tags').where('tag_id', from.id).count('* as count').first()
  await trx.from('asset_tags').where('tag_id', from.id).delete()
  return Number(counted.count)
}

async function moveRelations({ trx }: Open, from: any, into: any) {
  if (await isBelow(trx, into, from.id)) {
    await trx.from('tags').where('id', into.id).update({ parent_id: from.parent_id })
  }
  await trx.from('tags').where('parent_id', from.id).update({ parent_id: into.id })
  await trx.from('tag_aliases').where('tag_id', from.id).update({ tag_id: into.id })
  await trx.from('tags').where('id', from.id).delete()
  await trx.table('tag_aliases').insert({ slug: from.slug, name: from.name, tag_id: into.id })
}

/** Whether a tag lies somewhere below another one. */
export async function isBelow(
  client: QueryClientContract,
  tag: { parent_id: number | null },
  ancestorId: number
) {
  let parentId = tag.parent_id
  for (let depth = 0; parentId && depth < 100; depth++) {
    if (parentId === ancestorId) return true
    const parent = await client.from('tags').where('id', parentId).first()
    parentId = parent?.parent_id ?? null
  }
  return false
}

async function refuseWhenTaken(trx: Open['trx'], tag: any, intoId: number) {
  const into = await trx.from('tags').where('id', intoId).first()
  if (!into) {
    throw new UndoRefused(
      `“${tag.name}” was merged into a tag that is gone by now. Undo that change first.`
    )
  }
  const taken =
    (await trx.from('tags').where('slug', tag.slug).first()) ??
    (await trx.from('tag_aliases').where('slug', tag.slug).whereNot('tag_id', intoId).first())
  if (taken) {
    throw new UndoRefused(
      `The name “${tag.name}” belongs to another tag by now. Rename that one, then undo.`
    )
  }
}
