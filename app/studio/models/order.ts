import { belongsTo, hasMany, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { OrderSchema } from '#database/schema'
import User from '#accounts/models/user'
import Project from '#studio/models/project'
import OrderItem from '#studio/models/order_item'

export const orderStates = [
  'draft',
  'queued',
  'running',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
] as const

export default class Order extends OrderSchema {
  declare state: (typeof orderStates)[number]

  @belongsTo(() => Project)
  declare project: BelongsTo<typeof Project>

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  @hasMany(() => OrderItem)
  declare items: HasMany<typeof OrderItem>

  /** Orders of the projects this person may see; a draft is its author's alone. */
  static visibleTo = scope((query, user: User) => {
    query
      .whereIn(
        'orders.project_id',
        Project.query()
          .withScopes((scopes) => scopes.visibleTo(user))
          .select('projects.id')
      )
      .where((seen) => seen.whereNot('orders.state', 'draft').orWhere('orders.user_id', user.id))
  })
}
