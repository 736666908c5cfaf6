import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** A backup holds everybody's data, private items included, so it is the administrator's. */
export default class BackupPolicy extends BasePolicy {
  manage(user: User) {
    return user.isAdmin
  }
}
