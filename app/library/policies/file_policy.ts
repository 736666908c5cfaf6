import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Asset from '#library/models/asset'
import { rightsOnAsset } from '#library/rights'

/** Who may read the files of an asset: its original and what was made from it. */
export default class FilePolicy extends BasePolicy {
  async read(user: User, asset: Asset) {
    const { see } = await rightsOnAsset(user, asset)
    return see
  }
}
