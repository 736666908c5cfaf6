import { belongsTo, column, hasMany, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { OrderSchema } from '#database/schema'
import { json } from '#core/json_column'
import User from '#accounts/models/user'
import Project from '#studio/models/project'
import OrderItem from '#studio/models/order_item'
import ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import type { ProviderKey } from '#studio/providers/contract'
import type { Json, ModelReference } from '#studio/providers/shapes'

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
  declare provider: ProviderKey | null
  declare mode: 'combinatorial' | 'random' | 'zip'
  declare seedPolicy: 'fixed' | 'increment' | 'random' | 'same'

  /** By the provider's own names; scalars may hold templates. */
  @column(json)
  declare parameters: Record<string, Json>

  @column(json)
  declare variables: Record<string, string>

  /** As it was when the order was placed, its graph included. */
  @column(json)
  declare modelReference: ModelReference | null

  @belongsTo(() => Project)
  declare project: BelongsTo<typeof Project>

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  @belongsTo(() => ProviderCredential, { foreignKey: 'credentialId' })
  declare credential: BelongsTo<typeof ProviderCredential>

  @belongsTo(() => ProviderModel, { foreignKey: 'modelId' })
  declare model: BelongsTo<typeof ProviderModel>

  @hasMany(() => OrderItem)
  declare items: HasMany<typeof OrderItem>

  get isDraft() {
    return this.state === 'draft'
  }

  get isUnfinished() {
    return this.state === 'queued' || this.state === 'running'
  }

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
