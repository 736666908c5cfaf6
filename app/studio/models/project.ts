import { belongsTo, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ProjectSchema } from '#database/schema'
import User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'

export default class Project extends ProjectSchema {
  declare visibility: Visibility

  @belongsTo(() => User, { foreignKey: 'ownerId' })
  declare owner: BelongsTo<typeof User>

  /** What this person may see: what everyone here may, what is their own, and where they are a member. */
  static visibleTo = scope((query, user: User) => {
    query.where((seen) =>
      seen
        .where('projects.visibility', 'everyone')
        .orWhere('projects.owner_id', user.id)
        .orWhereExists((member) =>
          member
            .from('project_members')
            .whereColumn('project_members.project_id', 'projects.id')
            .where('project_members.user_id', user.id)
        )
    )
  })
}
