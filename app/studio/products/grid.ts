import db from '@adonisjs/lucid/services/db'
import { jsonField } from '#core/dialect'
import type User from '#accounts/models/user'
import { assetUrl, thumbnailUrl } from '#library/gallery/addresses'
import type Product from '#studio/models/product'
import type Project from '#studio/models/project'
import { seenProducts } from '#studio/products/list'

/** The products of one pair of values: the best of them, how many, and what this person rates them on average. */
export interface Cell {
  count: number
  rating: number | null
  href: string
  alt: string
  thumbnail: string | null
}

export interface Grid {
  rows: string[]
  columns: string[]
  /** By row and column; null where nothing was made. */
  cells: (Cell | null)[][]
  /** How many values of the rows and columns are not shown. */
  hidden: { rows: number; columns: number }
}

interface Asked {
  rows: string
  columns: string
  stage?: Product['stage']
  /** Of one order; null of all of them. */
  order: number | null
}

/** So many of the latest products are looked at, and so many values of each axis shown. */
const most = { products: 5_000, values: 24 }

/** The products of a project by two of what they were made with. */
export async function productGrid(project: Project, viewer: User, asked: Asked): Promise<Grid> {
  const found = await bestOfEach(project, viewer, asked)
  const rows = valuesOf(found.map(({ row }) => row))
  const columns = valuesOf(found.map(({ column }) => column))
  const cells = new Map(found.map((each) => [`${each.row}\0${each.column}`, cellOf(each)]))
  const shown = { rows: rows.slice(0, most.values), columns: columns.slice(0, most.values) }
  return {
    ...shown,
    cells: shown.rows.map((row) =>
      shown.columns.map((column) => cells.get(`${row}\0${column}`) ?? null)
    ),
    hidden: {
      rows: rows.length - shown.rows.length,
      columns: columns.length - shown.columns.length,
    },
  }
}

interface Best {
  row: string
  column: string
  count: number
  rating: number | null
  assetId: number
  sha256: string
  placeholder: string | null
  fileName: string
}

/** One row for each pair of values; the best is what is rated highest, then furthest, then the latest. */
function bestOfEach(
  project: Project,
  viewer: User,
  { rows, columns, stage, order }: Asked
): Promise<Best[]> {
  const products = seenProducts(project, viewer)
    .join('order_items as i', 'i.id', 'p.order_item_id')
    .join('orders as o', 'o.id', 'i.order_id')
    .joinRaw('LEFT JOIN marks m ON m.user_id = ? AND m.asset_id = a.id', [viewer.id])
    .orderBy('p.id', 'desc')
    .limit(most.products)
    .select(
      'p.id',
      'p.stage',
      'm.rating',
      valueOf(rows, 'row_value'),
      valueOf(columns, 'column_value')
    )
    .select('a.id as asset_id', 'a.sha256', 'a.placeholder', 'a.file_name')
  if (stage) products.where('p.stage', stage)
  if (order) products.where('o.id', order)
  const best = `rating DESC NULLS LAST, CASE stage WHEN 'final' THEN 0 WHEN 'shortlist' THEN 1 ELSE 2 END, id DESC`
  const cell = 'PARTITION BY row_value, column_value'
  const ranked = db
    .from(products.as('made'))
    .select('*', db.raw(`row_number() OVER (${cell} ORDER BY ${best}) AS place`))
    .select(
      db.raw(`count(*) OVER (${cell}) AS count`),
      db.raw(`avg(rating) OVER (${cell}) AS mean`)
    )
    .as('ranked')
  return db
    .from(ranked)
    .where('place', 1)
    .select('row_value as row', 'column_value as column', 'count', 'mean as rating')
    .select('asset_id as assetId', 'sha256', 'placeholder', 'file_name as fileName') as any
}

/** The text of a parameter or choice of an item; what it has not is shown as nothing. */
function valueOf(axis: string, as: string) {
  if (axis === 'model') return db.raw(`coalesce(o.model_name, o.model_ref, '') AS ${as}`)
  const [choice, parameter] = [jsonField('i.choices', '?'), jsonField('i.parameters', '?')]
  return db.raw(`coalesce(${choice}, ${parameter}, '') AS ${as}`, [axis, axis])
}

/** Each value once, numbers by size. */
function valuesOf(values: string[]) {
  return [...new Set(values)].sort((one, other) =>
    one.localeCompare(other, 'en', { numeric: true })
  )
}

function cellOf({ count, rating, assetId, sha256, placeholder, fileName }: Best): Cell {
  return {
    count,
    rating,
    href: assetUrl(assetId, ''),
    alt: fileName,
    thumbnail: placeholder && thumbnailUrl({ id: assetId, sha256 }, 320),
  }
}
