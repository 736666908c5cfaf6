import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Collection from '#library/models/collection'
import { unlessLocked, rightsOnCollection } from '#library/rights'

export default class CollectionPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  async show(user: User, collection: Collection) {
    const { see } = await rightsOnCollection(user, collection)
    return see
  }

  create(user: User) {
    return user.canEdit
  }

  /** Putting items in, taking them out and ordering them. */
  async fill(user: User, collection: Collection) {
    const { edit } = await rightsOnCollection(user, collection)
    return unlessLocked(collection, edit)
  }

  /** Its name, description and cover: its owner's, and theirs with whom it was shared to edit. */
  async edit(user: User, collection: Collection) {
    const { own, invited } = await rightsOnCollection(user, collection)
    return unlessLocked(collection, own || invited)
  }

  /** Who sees it, and deleting it. */
  async own(user: User, collection: Collection) {
    const { own } = await rightsOnCollection(user, collection)
    return unlessLocked(collection, own)
  }
}
