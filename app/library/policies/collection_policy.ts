import { isCollectionShared, isOpen } from '#library/sharing/people'
import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Collection from '#library/models/collection'

export default class CollectionPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  show(user: User, collection: Collection) {
    return isOpen(user, collection) || isCollectionShared(collection, user)
  }

  create(user: User) {
    return user.canEdit
  }

  /** Putting items in, taking them out and ordering them. */
  fill(user: User, collection: Collection) {
    return user.canEdit && isOpen(user, collection)
  }

  /** Its name, description, cover and audience, and deleting it. */
  edit(user: User, collection: Collection) {
    return this.fill(user, collection) && (collection.ownerId === user.id || user.isAdmin)
  }
}
