import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

export default class AssetPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }
}
