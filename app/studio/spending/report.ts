import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import Project from '#studio/models/project'

export const spendingBy = ['month', 'project', 'person', 'provider'] as const
export type SpendingBy = (typeof spendingBy)[number]

/** What was spent under one heading in one currency, and what is promised to orders under way. */
export interface Spending {
  label: string
  currency: string
  /** Millionths. */
  spent: number
  promised: number
  items: number
}

export interface SpendingFilter {
  by: SpendingBy
  project?: number
  /** First and last month, `2026-01`. */
  from?: string
  to?: string
}

const mostRows = 1_000

const labels: Record<SpendingBy, string> = {
  month: 'substr(l.created_at, 1, 7)',
  project: 'p.name',
  person: 'u.full_name',
  provider: 'l.provider',
}
const keys: Record<SpendingBy, string> = {
  month: 'substr(l.created_at, 1, 7)',
  project: 'l.project_id',
  person: 'l.user_id',
  provider: 'l.provider',
}

/** The spending in the projects this person may see; months the latest first, all else the dearest first. */
export async function spendingReport(viewer: User, filter: SpendingFilter): Promise<Spending[]> {
  const { by, project, from, to } = filter
  const query = db
    .from('ledger_entries as l')
    .join('projects as p', 'p.id', 'l.project_id')
    .join('users as u', 'u.id', 'l.user_id')
    .whereIn('l.project_id', visibleProjects(viewer))
    .groupByRaw(`${keys[by]}, l.currency`)
    .select(db.raw(`${labels[by]} AS label`), 'l.currency', ...sums())
    .orderByRaw(by === 'month' ? 'label DESC, l.currency' : 'spent DESC, label')
    .limit(mostRows)
  if (project) query.where('l.project_id', project)
  if (from) query.where('l.created_at', '>=', `${from}-01`)
  if (to) query.where('l.created_at', '<', `${to}-32`)
  const rows = await query
  return rows.map(spendingOf)
}

/** What projects cost so far, by their number: spent and promised in each currency. */
export async function spendingOfProjects(ids: number[]): Promise<Map<number, Spending[]>> {
  const rows = await db
    .from('ledger_entries as l')
    .whereIn('l.project_id', ids)
    .groupBy('l.project_id', 'l.currency')
    .orderBy('l.currency')
    .select('l.project_id as label', 'l.currency', ...sums())
  return Map.groupBy(rows.map(spendingOf), ({ label }) => Number(label))
}

/** What an order cost so far. */
export async function spendingOfOrder(orderId: number): Promise<Spending[]> {
  const items = db.from('order_items').where('order_id', orderId).select('id')
  const rows = await db
    .from('ledger_entries as l')
    .whereIn('l.order_item_id', items)
    .groupBy('l.currency')
    .select(db.raw(`'' AS label`), 'l.currency', ...sums())
  return rows.map(spendingOf)
}

const sums = () => [
  db.raw(`sum(CASE WHEN l.kind = 'settle' THEN l.amount ELSE 0 END) AS spent`),
  db.raw(`sum(CASE WHEN l.kind = 'settle' THEN 0 ELSE l.amount END) AS promised`),
  db.raw(`count(DISTINCT CASE WHEN l.kind = 'settle' THEN l.order_item_id END) AS items`),
]

const spendingOf = ({ label, currency, spent, promised, items }: any): Spending => ({
  label: String(label),
  currency,
  spent: Number(spent),
  promised: Number(promised),
  items: Number(items),
})

const visibleProjects = (viewer: User) =>
  Project.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .select('projects.id')
