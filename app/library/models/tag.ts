import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { TagSchema } from '#database/schema'
import TagAlias from '#library/models/tag_alias'

export default class Tag extends TagSchema {
  @belongsTo(() => Tag, { foreignKey: 'parentId' })
  declare parent: BelongsTo<typeof Tag>

  @hasMany(() => TagAlias)
  declare aliases: HasMany<typeof TagAlias>
}
