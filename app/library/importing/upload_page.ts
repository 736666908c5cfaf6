import type { Infer } from '@vinejs/vine/types'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { splitNames } from '#library/curation/tags'
import type { uploadValidator } from '#library/importing/validators'

/** What the upload form offers: the person's own collections, without locked ones. */
export async function uploadPage(user: User) {
  const collections = await db
    .from('collections')
    .where('owner_id', user.id)
    .whereNull('locked_at')
    .orderBy('name')
    .limit(500)
    .select('id', 'name')
  return { collections }
}

/** What the person chose beside the files. A collection that is not theirs counts as none. */
export async function choicesOf(typed: Infer<typeof uploadValidator>, user: User) {
  const { visibility = 'everyone', tags = '', collectionId, proposals, modified } = typed
  return {
    visibility,
    tags: splitNames(tags),
    collectionId: await ownCollection(collectionId, user),
    proposals: !!proposals,
    modified: times(modified),
  }
}

/** The collection, where it is this person's and not locked. */
export async function ownCollection(id: number | undefined, user: User): Promise<number | null> {
  if (id === undefined) return null
  const own = await db
    .from('collections')
    .where({ id, owner_id: user.id, locked_at: null })
    .select('id')
    .first()
  return own?.id ?? null
}

/** Milliseconds since 1970, a JSON list in the order of the files. */
function times(json = '[]'): number[] {
  try {
    const list = JSON.parse(json)
    return Array.isArray(list) ? list.map((each) => (Number.isFinite(each) ? each : 0)) : []
  } catch {
    return []
  }
}
