import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** Everybody sees what the projects cost that they see. */
export default class SpendingPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  /** What each person may spend. */
  limit(user: User) {
    return user.isAdmin
  }
}
