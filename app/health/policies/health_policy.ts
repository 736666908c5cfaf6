import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** How the machine is doing is its operator's to know. */
export default class HealthPolicy extends BasePolicy {
  show(user: User) {
    return user.isAdmin
  }
}
