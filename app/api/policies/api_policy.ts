import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** The manual of the API. */
export default class ApiPolicy extends BasePolicy {
  read(_user: User) {
    return true
  }
}
