import type User from '#accounts/models/user'
import Collection from '#library/models/collection'

/** The collection this person may see, or E_ROW_NOT_FOUND. */
export function findCollection(viewer: User, id: number) {
  return Collection.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('id', id)
    .firstOrFail()
}

/** The collection of this name, their own before those of others; made where there is none. */
export async function findOrCreateCollection(owner: User, name: string) {
  const found = await Collection.query()
    .withScopes((scopes) => scopes.visibleTo(owner))
    .whereRaw('lower(name) = ?', [name.toLowerCase()])
    .orderByRaw('CASE WHEN owner_id = ? THEN 0 ELSE 1 END', [owner.id])
    .first()
  return found ?? Collection.create({ name, ownerId: owner.id, visibility: 'everyone' })
}
