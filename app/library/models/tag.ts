import { belongsTo, hasMany, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import type User from '#accounts/models/user'
import { TagSchema } from '#database/schema'
import TagAlias from '#library/models/tag_alias'

export default class Tag extends TagSchema {
  @belongsTo(() => Tag, { foreignKey: 'parentId' })
  declare parent: BelongsTo<typeof Tag>

  @hasMany(() => TagAlias)
  declare aliases: HasMany<typeof TagAlias>

  /** All but those that are in use only where this person may not look. */
  static visibleTo = scope((query, user: User) => {
    query.whereRaw(
      `(NOT EXISTS (SELECT 1 FROM asset_tags WHERE tag_id = tags.id) OR EXISTS (
        SELECT 1 FROM facet_counts f WHERE f.facet = 'tag' AND f.value = CAST(tags.id AS text)
          AND f.audience IN (0, ?) AND f.count > 0) OR EXISTS (
        SELECT 1 FROM asset_tags t JOIN assets a ON a.id = t.asset_id
          WHERE t.tag_id = tags.id AND a.deleted_at IS NOT NULL AND a.audience IN (0, ?)))`,
      [user.id, user.id]
    )
  })
}
