import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** Keys cost money and addresses open the house, so they are the administrator's. */
export default class CredentialPolicy extends BasePolicy {
  manage(user: User) {
    return user.isAdmin
  }
}
