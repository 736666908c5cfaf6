import { belongsTo, hasMany, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { TemplateSchema } from '#database/schema'
import User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'
import TemplateVersion from '#studio/models/template_version'

/** A named recipe for orders. What it says stands in its versions, which are never changed. */
export default class Template extends TemplateSchema {
  declare visibility: Visibility

  @belongsTo(() => User, { foreignKey: 'ownerId' })
  declare owner: BelongsTo<typeof User>

  @hasMany(() => TemplateVersion)
  declare versions: HasMany<typeof TemplateVersion>

  static visibleTo = scope((query, user: User) => {
    query.where((seen) => seen.where('visibility', 'everyone').orWhere('owner_id', user.id))
  })
}
