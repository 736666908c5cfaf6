import { belongsTo, hasMany, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import type User from '#accounts/models/user'
import { openAssets, sharedAssets } from '#library/seeing'
import { TagSchema } from '#database/schema'
import TagAlias from '#library/models/tag_alias'

export default class Tag extends TagSchema {
  @belongsTo(() => Tag, { foreignKey: 'parentId' })
  declare parent: BelongsTo<typeof Tag>

  @hasMany(() => TagAlias)
  declare aliases: HasMany<typeof TagAlias>

  /** All but those that are in use only where this person may not look. */
  static visibleTo = scope((query, user: User) => {
    const open = openAssets(user)
    const shared = user.hasShares ? sharedAssets(user) : null
    query.whereRaw(
      `(NOT EXISTS (SELECT 1 FROM asset_tags WHERE tag_id = tags.id) OR EXISTS (
        SELECT 1 FROM facet_counts f WHERE f.facet = 'tag' AND f.value = CAST(tags.id AS text)
          AND f.audience IN (0, ?) AND f.count > 0) OR EXISTS (
        SELECT 1 FROM asset_tags t JOIN assets a ON a.id = t.asset_id
          WHERE t.tag_id = tags.id AND a.deleted_at IS NOT NULL AND ${open.sql})
        ${shared ? `OR tags.id IN (SELECT tag_id FROM asset_tags WHERE asset_id IN (${shared.sql}))` : ''})`,
      [user.id, ...open.bindings, ...(shared?.bindings ?? [])] as number[]
    )
  })
}
