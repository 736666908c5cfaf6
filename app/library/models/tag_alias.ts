import { column } from '@adonisjs/lucid/orm'
import { TagAliasSchema } from '#database/schema'

/** Another name a tag is found by. */
export default class TagAlias extends TagAliasSchema {
  @column({ isPrimary: true })
  declare slug: string
}
