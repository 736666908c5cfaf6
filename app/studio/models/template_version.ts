import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { TemplateVersionSchema } from '#database/schema'
import Template from '#studio/models/template'

export default class TemplateVersion extends TemplateVersionSchema {
  declare mode: 'combinatorial' | 'random' | 'zip'
  declare seedPolicy: 'fixed' | 'increment' | 'random' | 'same'

  @belongsTo(() => Template)
  declare template: BelongsTo<typeof Template>
}
