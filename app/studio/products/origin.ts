import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import Order from '#studio/models/order'
import type Product from '#studio/models/product'

export interface Origin {
  orderId: number
  projectId: number
  project: string
  stage: Product['stage']
}

/** The order a picture of the library came from, as far as this person may see it; null for all others. */
export function originOf(assetId: number, viewer: User): Promise<Origin | null> {
  return db
    .from('products as p')
    .join('order_items as i', 'i.id', 'p.order_item_id')
    .join('projects as j', 'j.id', 'p.project_id')
    .where('p.asset_id', assetId)
    .whereIn(
      'i.order_id',
      Order.query()
        .withScopes((scopes) => scopes.visibleTo(viewer))
        .select('orders.id')
    )
    .orderBy('p.id', 'desc')
    .select('i.order_id as orderId', 'p.project_id as projectId', 'j.name as project', 'p.stage')
    .first() as Promise<Origin | null>
}
