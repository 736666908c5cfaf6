import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

export default class ProfilePolicy extends BasePolicy {
  edit(_user: User) {
    return true
  }
}
