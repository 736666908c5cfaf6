import { belongsTo, column, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ProjectSchema } from '#database/schema'
import { json } from '#core/json_column'
import User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'

/** What a new order of the project begins with. */
export interface OrderDefaults {
  credentialId?: number
  modelId?: number
  templateId?: number
  width?: number
  height?: number
}

export default class Project extends ProjectSchema {
  declare visibility: Visibility

  @column(json)
  declare defaults: OrderDefaults

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

  /** Where this person may order: what is theirs, where they are a member who may, and for administrators all they see. */
  static orderableBy = scope((query, user: User) => {
    query.whereNull('projects.archived_at').where((orderable) => {
      if (user.isAdmin) orderable.where('projects.visibility', 'everyone')
      orderable
        .orWhere('projects.owner_id', user.id)
        .orWhereExists((member) =>
          member
            .from('project_members')
            .whereColumn('project_members.project_id', 'projects.id')
            .where({ 'project_members.user_id': user.id, 'project_members.can_edit': true })
        )
    })
  })
}
