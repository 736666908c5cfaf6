import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { OrderItemSchema } from '#database/schema'
import Order from '#studio/models/order'
import OrderAttempt from '#studio/models/order_attempt'

/** One expanded set of parameters: what is paid for once. */
export default class OrderItem extends OrderItemSchema {
  declare state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'

  @belongsTo(() => Order)
  declare order: BelongsTo<typeof Order>

  @hasMany(() => OrderAttempt)
  declare attempts: HasMany<typeof OrderAttempt>
}
