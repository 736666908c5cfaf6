import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** A source folder opens a part of the machine to the library, so it is the administrator's. */
export default class SourceFolderPolicy extends BasePolicy {
  manage(user: User) {
    return user.isAdmin
  }
}
