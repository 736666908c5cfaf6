import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { SourceFolderSchema } from '#database/schema'
import User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'

/** A folder somewhere on this machine whose files belong to the library. */
export default class SourceFolder extends SourceFolderSchema {
  declare mode: 'in_place' | 'copy'
  declare visibility: Visibility

  @belongsTo(() => User, { foreignKey: 'ownerId' })
  declare owner: BelongsTo<typeof User>
}
