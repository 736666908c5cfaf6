import { belongsTo, column, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { TemplateVersionSchema } from '#database/schema'
import { json } from '#core/json_column'
import User from '#accounts/models/user'
import Template from '#studio/models/template'
import type { Json } from '#studio/providers/shapes'

/** What a person fills in when ordering; the template reads it as ${name}. */
export interface TemplateInput {
  name: string
  label: string
  default: string
}

export default class TemplateVersion extends TemplateVersionSchema {
  declare mode: 'combinatorial' | 'random' | 'zip'
  declare seedPolicy: 'fixed' | 'increment' | 'random' | 'same'

  @column(json)
  declare parameters: Record<string, Json>

  @column(json)
  declare inputs: TemplateInput[]

  @belongsTo(() => Template)
  declare template: BelongsTo<typeof Template>

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  /** Of the templates this person may see. */
  static visibleTo = scope((query, viewer: User) => {
    query.whereIn(
      'template_id',
      Template.query()
        .withScopes((scopes) => scopes.visibleTo(viewer))
        .select('id')
    )
  })
}
