import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

export default class AssetPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  /** One's own stars and hearts. */
  mark(_user: User) {
    return true
  }

  /** What everybody sees: tags, collections, facts. */
  curate(user: User) {
    return user.canEdit
  }
}
