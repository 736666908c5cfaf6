import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { WildcardSchema } from '#database/schema'
import User from '#accounts/models/user'

/** A list of values that prompts draw from as __name__; one a line. */
export default class Wildcard extends WildcardSchema {
  @belongsTo(() => User, { foreignKey: 'ownerId' })
  declare owner: BelongsTo<typeof User>
}
