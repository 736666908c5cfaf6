import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { thumbnailUrl } from '#library/gallery/addresses'
import { seenAssets } from '#library/seeing'
import Project from '#studio/models/project'
import { spendingOfProjects, type Spending } from '#studio/spending/report'

/** A project of the overview, with what came of it so far. */
export interface ProjectCard {
  project: Project
  orders: number
  running: number
  products: number
  spending: Spending[]
  cover: string | null
}

const pageLength = 60

/** One page of the projects a person may see, the newest first; `before` is the number of the last one of the page before. */
export async function projectCards(viewer: User, asked: { archived?: boolean; before?: number }) {
  const query = Project.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .preload('owner')
    .orderBy('projects.id', 'desc')
    .limit(pageLength + 1)
  if (asked.archived) query.whereNotNull('projects.archived_at')
  else query.whereNull('projects.archived_at')
  if (asked.before) query.where('projects.id', '<', asked.before)
  const found = await query
  const page = found.slice(0, pageLength)
  return {
    cards: await cardsOf(page, viewer),
    next: found.length > pageLength ? page.at(-1)!.id : null,
  }
}

async function cardsOf(projects: Project[], viewer: User): Promise<ProjectCard[]> {
  const ids = projects.map(({ id }) => id)
  const [orders, products, covers, spending] = await Promise.all([
    countOrders(ids),
    countProducts(ids),
    coversOf(ids, viewer),
    spendingOfProjects(ids),
  ])
  return projects.map((project) => ({
    project,
    ...(orders.get(project.id) ?? { orders: 0, running: 0 }),
    products: products.get(project.id) ?? 0,
    cover: covers.get(project.id) ?? null,
    spending: spending.get(project.id) ?? [],
  }))
}

/** Drafts are nobody's business but their author's. */
async function countOrders(ids: number[]) {
  const rows = await db
    .from('orders')
    .whereIn('project_id', ids)
    .whereNot('state', 'draft')
    .groupBy('project_id')
    .select('project_id as id')
    .count('* as orders')
    .select(db.raw(`sum(CASE WHEN state IN ('queued', 'running') THEN 1 ELSE 0 END) AS running`))
  return new Map(
    rows.map(({ id, orders, running }) => [
      id as number,
      { orders: Number(orders), running: Number(running) },
    ])
  )
}

async function countProducts(ids: number[]) {
  const rows = await db
    .from('products')
    .whereIn('project_id', ids)
    .groupBy('project_id')
    .select('project_id as id')
    .count('* as count')
  return new Map(rows.map(({ id, count }) => [id as number, Number(count)]))
}

/** The latest picture of each project that this person sees. */
async function coversOf(ids: number[], viewer: User) {
  const seen = seenAssets(viewer, 's')
  const rows = await db
    .from('projects as p')
    .joinRaw(
      `JOIN assets a ON a.id = (SELECT s.id FROM products o JOIN assets s ON s.id = o.asset_id
        WHERE o.project_id = p.id AND ${seen.sql} AND s.deleted_at IS NULL
          AND s.placeholder IS NOT NULL ORDER BY o.id DESC LIMIT 1)`,
      seen.bindings
    )
    .whereIn('p.id', ids)
    .select('p.id', 'a.id as assetId', 'a.sha256')
  return new Map(
    rows.map(({ id, assetId, sha256 }) => [id, thumbnailUrl({ id: assetId, sha256 }, 640)])
  )
}
