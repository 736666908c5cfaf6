import { belongsTo, column, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { OrderItemSchema } from '#database/schema'
import { json } from '#core/json_column'
import Order from '#studio/models/order'
import OrderAttempt from '#studio/models/order_attempt'
import Product from '#studio/models/product'
import type { ProviderFault } from '#studio/providers/faults'
import type { Json } from '#studio/providers/shapes'

/** One expanded set of parameters: what is paid for once. */
export default class OrderItem extends OrderItemSchema {
  declare state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'

  @column(json)
  declare choices: Record<string, string>

  @column(json)
  declare parameters: Record<string, Json>

  @column(json)
  declare error: ProviderFault | null

  @belongsTo(() => Order)
  declare order: BelongsTo<typeof Order>

  @hasMany(() => OrderAttempt)
  declare attempts: HasMany<typeof OrderAttempt>

  @hasMany(() => Product)
  declare products: HasMany<typeof Product>
}
