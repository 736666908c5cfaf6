import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

export default class ImportPolicy extends BasePolicy {
  create(user: User) {
    return user.canEdit
  }
}
