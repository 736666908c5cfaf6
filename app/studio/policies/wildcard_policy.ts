import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** Wildcards belong to everybody here. */
export default class WildcardPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  edit(user: User) {
    return user.canEdit
  }
}
