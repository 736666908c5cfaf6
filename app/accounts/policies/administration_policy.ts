import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** People, everybody's keys, the audit log. */
export default class AdministrationPolicy extends BasePolicy {
  manage(user: User) {
    return user.isAdmin
  }
}
