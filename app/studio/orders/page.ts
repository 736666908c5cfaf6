import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { tileOf, type Tile } from '#library/gallery/tiles'
import { readTile, tileColumn } from '#library/search/tiles'
import { seenAssets } from '#library/seeing'
import type Order from '#studio/models/order'
import OrderAttempt from '#studio/models/order_attempt'
import OrderItem from '#studio/models/order_item'
import { failedCounts } from '#studio/ordering/retrying'
import { spendingOfOrder } from '#studio/spending/report'

const pageLength = 50

/** An item of an order as its page shows it: its last attempt, and what came of it. */
export interface ShownItem {
  item: OrderItem
  attempt: OrderAttempt | null
  pictures: Tile[]
}

export interface ItemFilter {
  state?: OrderItem['state']
  /** The position the page before ended with. */
  after?: number
}

/** A page of an order: its items by their position, and how many are in which state. */
export async function orderPage(order: Order, viewer: User, filter: ItemFilter) {
  const query = OrderItem.query()
    .where('order_id', order.id)
    .orderBy('position')
    .limit(pageLength + 1)
  if (filter.state) query.where('state', filter.state)
  if (filter.after !== undefined) query.where('position', '>', filter.after)
  const found = await query
  const page = found.slice(0, pageLength)
  const [items, counts, spending, failed] = await Promise.all([
    shownItems(page, viewer),
    itemCounts(order),
    spendingOfOrder(order.id),
    failedCounts(order.id),
  ])
  return {
    order,
    items,
    counts,
    spending,
    failed,
    next: found.length > pageLength ? page.at(-1)!.position : null,
  }
}

/** How many items are in which state. */
export async function itemCounts(order: Order) {
  const rows = await db
    .from('order_items')
    .where('order_id', order.id)
    .groupBy('state')
    .select('state')
    .count('* as count')
  const counts = Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]))
  return counts as Partial<Record<OrderItem['state'], number>>
}

async function shownItems(items: OrderItem[], viewer: User): Promise<ShownItem[]> {
  const ids = items.map(({ id }) => id)
  const [attempts, pictures] = await Promise.all([lastAttempts(ids), picturesOf(ids, viewer)])
  return items.map((item) => ({
    item,
    attempt: attempts.get(item.id) ?? null,
    pictures: pictures.get(item.id) ?? [],
  }))
}

async function lastAttempts(itemIds: number[]) {
  const last = db.from('order_attempts').whereIn('order_item_id', itemIds)
  const attempts = await OrderAttempt.query()
    .whereIn('id', last.groupBy('order_item_id').max('id'))
    .select(...shownOfAttempts)
  return new Map(attempts.map((attempt) => [attempt.orderItemId, attempt]))
}

/** What was sent and what it is called over there is not for the page, and may be long. */
const shownOfAttempts = [
  ...['id', 'order_item_id', 'number', 'stage', 'error'],
  ...['progress', 'queue_position', 'log_tail'],
]

/** What came of these items, as far as this person may see it. */
async function picturesOf(itemIds: number[], viewer: User) {
  const seen = seenAssets(viewer)
  const rows = await db
    .from('products as p')
    .join('assets as a', 'a.id', 'p.asset_id')
    .joinRaw('LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id', [viewer.id])
    .whereIn('p.order_item_id', itemIds)
    .whereRaw(seen.sql, seen.bindings)
    .whereNull('a.deleted_at')
    .orderByRaw('p.order_item_id, p.position')
    .select('p.order_item_id as itemId', db.raw(tileColumn()))
  const tiles = rows.map((row) => ({ itemId: row.itemId, tile: tileOf(readTile(row.tile), '') }))
  return new Map(
    [...Map.groupBy(tiles, ({ itemId }) => itemId)].map(([itemId, found]) => [
      itemId as number,
      found.map(({ tile }) => tile),
    ])
  )
}
