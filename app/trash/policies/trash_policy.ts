import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'

/** The trash is everybody's who may change the library; each sees in it what they saw before. */
export default class TrashPolicy extends BasePolicy {
  list(user: User) {
    return user.canEdit
  }

  /** Putting in and taking out. */
  move(user: User) {
    return user.canEdit
  }

  /** For good: one's own; an administrator all they see. What is whose, the choice itself heeds. */
  purge(user: User) {
    return user.canEdit
  }
}
