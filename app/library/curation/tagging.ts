import { editableUnlocked } from '#library/seeing'
import {
  inTransaction,
  items,
  marksFor,
  among,
  touch,
  write,
  type Action,
  type Change,
  type Open,
  ofThisChange,
} from '#library/curation/changes'
import { findOrCreateTags, findTags, type NamedTag } from '#library/curation/tags'

/** Adds tags by name to assets; aliases are followed, unknown names become tags. */
export async function tagAssets({
  names,
  ...action
}: Action & { names: string[] }): Promise<Change> {
  return inTransaction(action, async (open) => {
    const tags = await findOrCreateTags(open.trx, names)
    for (const tag of tags) await addTag(open, action, tag)
    await touch(open)
    return summary(open, 'Tagged', tags)
  })
}

/** Takes tags by name off assets. Names nobody uses change nothing. */
export async function untagAssets({
  names,
  ...action
}: Action & { names: string[] }): Promise<Change> {
  return inTransaction(action, async (open) => {
    const found = await findTags(open.trx, names)
    const tags = [...new Map([...found.values()].map((tag) => [tag.id, tag])).values()]
    for (const tag of tags) await removeTag(open, action, tag)
    await touch(open)
    return summary(open, 'Took off', tags)
  })
}

/** Puts tags back to what they were before these revisions. */
export async function restoreTags({ trx }: Open, revisionIds: number[]) {
  const chosen = `id IN ${marksFor(revisionIds)} AND field LIKE 'tag:%'`
  await trx.rawQuery(
    `DELETE FROM asset_tags WHERE (asset_id, tag_id) IN
       (SELECT asset_id, CAST(substr(field, 5) AS integer) FROM revisions
        WHERE ${chosen} AND before IS NULL)`,
    revisionIds
  )
  await trx.rawQuery(
    `INSERT INTO asset_tags (tag_id, position, asset_id)
     SELECT t.id, a.position, a.id FROM revisions r
     JOIN tags t ON t.id = CAST(substr(r.field, 5) AS integer) JOIN assets a ON a.id = r.asset_id
     WHERE r.id IN ${marksFor(revisionIds)} AND r.field LIKE 'tag:%' AND r.before IS NOT NULL
     ON CONFLICT DO NOTHING`,
    revisionIds
  )
}

async function addTag(open: Open, { assetIds, by }: Action, tag: NamedTag) {
  const seen = among(assetIds, editableUnlocked(by))
  await write(
    open.trx,
    `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
     SELECT ?, a.id, ?, ?, NULL, ?, ? FROM assets a WHERE ${seen.sql}
     AND NOT EXISTS (SELECT 1 FROM asset_tags t WHERE t.asset_id = a.id AND t.tag_id = ?)`,
    [open.changeId, by.id, `tag:${tag.id}`, tag.name, open.now, ...seen.bindings, tag.id]
  )
  await open.trx.rawQuery(
    `INSERT INTO asset_tags (tag_id, position, asset_id)
     SELECT ?, a.position, a.id FROM assets a WHERE a.id IN
       (SELECT asset_id FROM revisions WHERE ${ofThisChange} AND field = ?)
     ON CONFLICT DO NOTHING`,
    [tag.id, ...open.key, `tag:${tag.id}`]
  )
}

async function removeTag(open: Open, { assetIds, by }: Action, tag: NamedTag) {
  const seen = among(assetIds, editableUnlocked(by))
  await write(
    open.trx,
    `INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
     SELECT ?, a.id, ?, ?, ?, NULL, ? FROM assets a
     JOIN asset_tags t ON t.asset_id = a.id AND t.tag_id = ? WHERE ${seen.sql}`,
    [open.changeId, by.id, `tag:${tag.id}`, tag.name, open.now, tag.id, ...seen.bindings]
  )
  await open.trx.rawQuery(
    `DELETE FROM asset_tags WHERE tag_id = ? AND asset_id IN
       (SELECT asset_id FROM revisions WHERE ${ofThisChange} AND field = ?)`,
    [tag.id, ...open.key, `tag:${tag.id}`]
  )
}

async function summary(open: Open, verb: string, tags: NamedTag[]): Promise<Change> {
  const count = await changedAssets(open)
  const names = tags.map(({ name }) => `“${name}”`).join(', ')
  return { changeId: open.changeId, count, text: `${verb} ${names || 'nothing'}: ${items(count)}` }
}

/** How many assets this change touched. */
export async function changedAssets({ trx, changeId, key }: Open) {
  const row = await trx
    .from('revisions')
    .where('change_id', changeId)
    .where('id', '>', key[1])
    .countDistinct('asset_id as count')
    .firstOrFail()
  return Number(row.count)
}
