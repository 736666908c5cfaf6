import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ProductSchema } from '#database/schema'
import Asset from '#library/models/asset'
import OrderItem from '#studio/models/order_item'

export const productStages = ['draft', 'shortlist', 'final'] as const

/** A library item that was ordered. */
export default class Product extends ProductSchema {
  declare stage: (typeof productStages)[number]

  @belongsTo(() => Asset)
  declare asset: BelongsTo<typeof Asset>

  @belongsTo(() => OrderItem)
  declare item: BelongsTo<typeof OrderItem>
}
