import { isAssetShared, isOpen } from '#library/sharing/people'
import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Asset from '#library/models/asset'

export default class AssetPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  show(user: User, asset: Asset) {
    return isOpen(user, asset) || isAssetShared(asset, user)
  }

  /** Ratings and favourites are each person's own, so whoever sees an asset may give them. */
  mark(_user: User) {
    return true
  }

  /** What everybody sees of an asset. */
  edit(user: User, asset: Asset) {
    return user.canEdit && isOpen(user, asset)
  }

  /** Who else may see it. */
  share(user: User, asset: Asset) {
    return this.edit(user, asset) && (asset.ownerId === user.id || user.isAdmin)
  }

  /** What everybody sees of many assets: tags, collections, facts. */
  curate(user: User) {
    return user.canEdit
  }
}
