import db from '@adonisjs/lucid/services/db'
import { isSqlite } from '#core/dialect'
import type Project from '#studio/models/project'

/** So many of the latest products are looked at, and so many orders offered. */
const most = { products: 5_000, orders: 50 }

/** An order something was made of, and how many of its parameters and choices vary. */
export interface GridOrder {
  id: number
  prompt: string
  varied: number
}

/**
 * What rows and columns can be: the parameters and choices of what was made for this project, or for
 * one order of it. Choices come first, and what has the fewest values, which leaves the fewest cells empty.
 */
export async function axesOf(project: Project, order: number | null): Promise<string[]> {
  const rows = await variedPairs(project, order)
    .groupBy('pair.key')
    .havingRaw('count(DISTINCT pair.value) > 1')
    .orderByRaw('min(part.key), count(DISTINCT pair.value), pair.key')
    .limit(100)
    .select('pair.key as name')
  return [...rows.map(({ name }) => name as string), 'model']
}

/** The orders a grid can be laid out of, the latest first. */
export async function gridOrders(project: Project): Promise<GridOrder[]> {
  const varied = variedPairs(project, null)
    .groupBy('made.order_id', 'pair.key')
    .havingRaw('count(DISTINCT pair.value) > 1')
    .select('made.order_id', 'pair.key')
    .as('varied')
  return db
    .from(varied)
    .join('orders as o', 'o.id', 'varied.order_id')
    .groupBy('o.id')
    .orderBy('o.id', 'desc')
    .limit(most.orders)
    .select('o.id', 'o.prompt')
    .count('* as varied') as any
}

/** One order with rows and columns is easier to read than a whole project; the latest such, else all. */
export function orderAtFirst(orders: GridOrder[]) {
  return orders.find(({ varied }) => varied >= 2)?.id ?? null
}

function variedPairs(project: Project, order: number | null) {
  const items = db
    .from('products as p')
    .join('order_items as i', 'i.id', 'p.order_item_id')
    .where('p.project_id', project.id)
    .orderBy('p.id', 'desc')
    .limit(most.products)
    .select('i.order_id', 'i.parameters', 'i.choices')
  if (order) items.where('i.order_id', order)
  const { join, type } = isSqlite() ? sqlitePairs : postgresPairs
  return db
    .from(items.as('made'))
    .joinRaw(join)
    .whereRaw(`${type} NOT IN ('object', 'array', 'null')`)
}

/** Each choice and parameter as a row, the choices first. */
const sqlitePairs = {
  join: ', json_each(json_array(made.choices, made.parameters)) AS part, json_each(part.value) AS pair',
  type: 'pair.type',
}

const postgresPairs = {
  join: `, LATERAL (VALUES (0, CAST(made.choices AS jsonb)), (1, CAST(made.parameters AS jsonb))) AS part (key, value)
    , LATERAL jsonb_each(part.value) AS pair`,
  type: 'jsonb_typeof(pair.value)',
}
