import { fillableCollections, seenCollections } from '#library/seeing'
import { belongsTo, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { CollectionSchema } from '#database/schema'
import User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'

export default class Collection extends CollectionSchema {
  declare visibility: Visibility

  @belongsTo(() => User, { foreignKey: 'ownerId' })
  declare owner: BelongsTo<typeof User>

  /** What this person may see: what everyone here may, what is their own, and what was shared with them. */
  static visibleTo = scope((query, user: User) => {
    const seen = seenCollections(user)
    query.whereRaw(seen.sql, seen.bindings)
  })

  /** Into which this person may put items, if they may change anything. */
  static fillableBy = scope((query, user: User) => {
    const fillable = fillableCollections(user)
    query.whereRaw(fillable.sql, fillable.bindings)
  })
}
