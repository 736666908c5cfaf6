import { isAssetShared, isOpen } from '#library/sharing/people'
import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Asset from '#library/models/asset'

/** Who may read the files of an asset: its original and what was made from it. */
export default class FilePolicy extends BasePolicy {
  read(user: User, asset: Asset) {
    return isOpen(user, asset) || isAssetShared(asset, user)
  }
}
