import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Asset from '#library/models/asset'
import { unlessLocked, rightsOnAsset } from '#library/rights'

export default class AssetPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  async show(user: User, asset: Asset) {
    const { see } = await rightsOnAsset(user, asset)
    return see
  }

  /** Ratings and favourites are each person's own, so whoever sees an asset may give them. */
  mark(_user: User) {
    return true
  }

  /** What everybody sees of an asset: its words and tags. */
  async edit(user: User, asset: Asset) {
    const { edit } = await rightsOnAsset(user, asset)
    return unlessLocked(asset, edit)
  }

  /** Putting it into a collection and taking it out, which a lock leaves free. */
  async collect(user: User, asset: Asset) {
    const { manage } = await rightsOnAsset(user, asset)
    return manage
  }

  /** Giving it another file. */
  async replace(user: User, asset: Asset) {
    const { manage } = await rightsOnAsset(user, asset)
    return unlessLocked(asset, manage)
  }

  /** Showing it to everyone here, or to its owner only. */
  async share(user: User, asset: Asset) {
    const { own } = await rightsOnAsset(user, asset)
    return unlessLocked(asset, own)
  }

  /** What everybody sees of many assets: tags, collections, facts. */
  curate(user: User) {
    return user.canEdit
  }
}
