import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** Which groups and pictures somebody sees, their queries say: never those of others that are private. */
export default class DuplicatePolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  /** Merging, moving and every other decision changes what everybody sees. */
  decide(user: User) {
    return user.canEdit
  }

  /** What holds for everybody. */
  configure(user: User) {
    return user.isAdmin
  }
}
