import { seenAssets } from '#library/seeing'
import { belongsTo, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { AssetSchema } from '#database/schema'
import User from '#accounts/models/user'

export type Kind = 'image' | 'video' | 'audio'
export type Visibility = 'everyone' | 'private'

export default class Asset extends AssetSchema {
  declare kind: Kind
  declare visibility: Visibility

  @belongsTo(() => User, { foreignKey: 'ownerId' })
  declare owner: BelongsTo<typeof User>

  /** What this person may see: what everyone here may, what is their own, and what was shared with them. */
  static visibleTo = scope((query, user: User) => {
    const seen = seenAssets(user, 'assets')
    query.whereRaw(seen.sql, seen.bindings)
  })
}
