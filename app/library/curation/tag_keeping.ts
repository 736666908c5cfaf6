import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { pageSize } from '#library/curation/bulk'
import { mergeTags, previewMerge, isBelow } from '#library/curation/merging'
import { findTags, slugOf } from '#library/curation/tags'
import { uses } from '#library/curation/tag_list'
import { startRun } from '#queue/runs'
import type Tag from '#library/models/tag'

/** What cannot be done to a tag; the message is for the person, `field` says where they typed it. */
export class TagError extends Error {
  constructor(
    public field: string,
    message: string
  ) {
    super(message)
  }
}

export interface TagPlace {
  name: string
  /** Name of the tag it stands below. */
  parent?: string | null
  /** The name it has till then does not stay as an alias. */
  forgetName?: boolean
}

/**
 * Gives a tag another name and place. The old name stays as an alias, so that
 * searches still find it. Answers what puts it back, or null where nothing
 * changed. `seen` is the slug the person knows it by: refused where it has
 * another one by now.
 */
export async function changeTag(
  tag: Tag,
  { name, parent, forgetName, seen }: TagPlace & { seen?: string }
): Promise<TagPlace | null> {
  return db.transaction(async (trx) => {
    await tag.useTransaction(trx).refresh()
    if (seen && seen !== tag.slug) {
      throw new TagError('name', `This tag was renamed again since, to “${tag.name}”. It stays so.`)
    }
    const slug = slugOf(name)
    await refuseTaken(slug, tag, trx)
    const above = await trx
      .from('tags')
      .where('id', tag.parentId ?? 0)
      .select('name')
      .first()
    const former = { name: tag.name, parent: above?.name ?? null, forgetName: true }
    const parentId = parent ? await parentOf(tag, parent, trx) : null
    if (slug !== tag.slug) {
      const wasAlias = await trx.from('tag_aliases').where({ slug, tag_id: tag.id }).delete()
      former.forgetName = !Number(wasAlias)
      if (!forgetName) await keepAsAlias(tag, trx)
    }
    const isChanged = tag.merge({ name, slug, parentId }).$isDirty
    await tag.save()
    return isChanged ? former : null
  })
}

function keepAsAlias({ id, name, slug }: Tag, client: QueryClientContract) {
  return client.table('tag_aliases').insert({ slug, name, tag_id: id })
}

/** Another name the tag is found by. */
export async function addAlias(tag: Tag, name: string) {
  const slug = slugOf(name)
  await refuseTaken(slug, tag)
  const there = await db.from('tag_aliases').where('slug', slug).first()
  if (!there && slug !== tag.slug) {
    await db.table('tag_aliases').insert({ slug, name, tag_id: tag.id })
  }
}

export async function removeAlias(tag: Tag, slug: string) {
  await db.from('tag_aliases').where({ slug, tag_id: tag.id }).delete()
}

/** Deletes a tag nothing has. */
export async function deleteTag(tag: Tag) {
  const deleted = await db.from('tags').where('id', tag.id).whereNotExists(uses).delete()
  if (Number(deleted)) return
  throw new TagError('tag', `“${tag.name}” is in use. Take it off its pictures first.`)
}

/** Deletes every tag nothing has, and that no other tag stands below; answers how many. */
export async function deleteUnusedTags(): Promise<number> {
  const deleted = await db
    .from('tags')
    .whereNotExists(uses)
    .whereNotIn('id', db.from('tags').whereNotNull('parent_id').select('parent_id'))
    .delete()
  return Number(Array.isArray(deleted) ? deleted[0] : deleted)
}

/** The tag a person means by a name, other than this one. */
export async function otherTag(
  tag: Tag,
  name: string,
  field: string,
  client: QueryClientContract = db.connection()
) {
  const tags = await findTags(client, [name])
  const found = tags.get(slugOf(name))
  if (!found) throw new TagError(field, `There is no tag “${name}”.`)
  if (found.id === tag.id) throw new TagError(field, 'That is this tag itself.')
  return found
}

/** Merges at once, or as a job run where many items have the tag. */
export async function mergeTagsOrLater(merge: { fromId: number; intoId: number; by: User }) {
  const preview = await previewMerge(merge)
  if (preview.items <= pageSize * 10) return mergeTags(merge)
  const { fromId, intoId, by } = merge
  const title = `Merge “${preview.from.name}” into “${preview.into.name}”`
  await startRun({ kind: 'library.merge_tags', title, user: by, payload: { fromId, intoId } })
  const text = `${title}: this goes on in the background. Jobs shows how far it is.`
  return { changeId: undefined, count: 0, text }
}

async function refuseTaken(slug: string, tag: Tag, client: QueryClientContract = db.connection()) {
  if (!slug) throw new TagError('name', 'A name needs at least one letter or digit.')
  const tags = await findTags(client, [slug])
  const taken = tags.get(slug)
  if (taken && taken.id !== tag.id) {
    throw new TagError('name', `“${taken.name}” has this name already. Merge the two instead.`)
  }
}

async function parentOf(tag: Tag, name: string, client: QueryClientContract) {
  const parent = await otherTag(tag, name, 'parent', client)
  const row = await client.from('tags').where('id', parent.id).firstOrFail()
  if (await isBelow(client, row, tag.id)) {
    throw new TagError('parent', `“${parent.name}” stands below “${tag.name}” itself.`)
  }
  return parent.id
}
