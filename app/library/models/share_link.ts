import { belongsTo, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ShareLinkSchema } from '#database/schema'
import User from '#accounts/models/user'
import Asset from '#library/models/asset'
import Collection from '#library/models/collection'

/** An address at which people without an account look at an item or a collection. */
export default class ShareLink extends ShareLinkSchema {
  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  @belongsTo(() => Asset)
  declare asset: BelongsTo<typeof Asset>

  @belongsTo(() => Collection)
  declare collection: BelongsTo<typeof Collection>

  /** Those a person made; an administrator knows of all. */
  static knownTo = scope((query, user: User) => {
    if (!user.isAdmin) query.where('user_id', user.id)
  })
}
