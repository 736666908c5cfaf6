import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { OrderAttemptSchema } from '#database/schema'
import OrderItem from '#studio/models/order_item'
import OrderOutput from '#studio/models/order_output'

/** One paid POST, written before it is sent. */
export default class OrderAttempt extends OrderAttemptSchema {
  declare stage:
    | 'waiting_slot'
    | 'submitting'
    | 'remote_queued'
    | 'running'
    | 'downloading'
    | 'done'
    | 'failed'
    | 'cancelled'

  @belongsTo(() => OrderItem)
  declare item: BelongsTo<typeof OrderItem>

  @hasMany(() => OrderOutput, { foreignKey: 'attemptId' })
  declare outputs: HasMany<typeof OrderOutput>
}
