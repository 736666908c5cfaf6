import { belongsTo, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { CollectionSchema } from '#database/schema'
import User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'

export default class Collection extends CollectionSchema {
  declare visibility: Visibility

  @belongsTo(() => User, { foreignKey: 'ownerId' })
  declare owner: BelongsTo<typeof User>

  /** What this person may see: what everyone here may, and what is their own. */
  static visibleTo = scope((query, user: User) => {
    query.where((seen) => seen.where('visibility', 'everyone').orWhere('owner_id', user.id))
  })
}
