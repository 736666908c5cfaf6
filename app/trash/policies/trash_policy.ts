import { BasePolicy } from '@adonisjs/bouncer'
import type Asset from '#library/models/asset'
import { rightsOnAsset, unlessLocked } from '#library/rights'
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

  /** Putting one item in. */
  async trash(user: User, asset: Asset) {
    const { manage } = await rightsOnAsset(user, asset)
    return unlessLocked(asset, manage)
  }

  /** For good: one's own; an administrator all they see. What is whose, the choice itself heeds. */
  purge(user: User) {
    return user.canEdit
  }
}
