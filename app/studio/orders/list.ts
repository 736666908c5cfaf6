import type User from '#accounts/models/user'
import Order from '#studio/models/order'
import Project from '#studio/models/project'

const pageLength = 30

export interface OrderFilter {
  state?: Order['state']
  project?: number
  before?: number
}

/** The order this person may see, or E_ROW_NOT_FOUND. */
export function findOrder(viewer: User, id: number) {
  return Order.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('orders.id', id)
    .preload('project')
    .preload('user')
    .firstOrFail()
}

/** A page of the orders a person may see, the newest first, and the `before` of the next one. */
export async function orderList(viewer: User, filter: OrderFilter) {
  const query = Order.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .preload('project')
    .preload('user')
    .orderBy('orders.id', 'desc')
    .limit(pageLength + 1)
  if (filter.state) query.where('orders.state', filter.state)
  if (filter.project) query.where('orders.project_id', filter.project)
  if (filter.before) query.where('orders.id', '<', filter.before)
  const [found, projects] = await Promise.all([query, projectsOf(viewer)])
  const orders = found.slice(0, pageLength)
  return { orders, projects, next: found.length > pageLength ? orders.at(-1)!.id : null }
}

/** What the list is narrowed to, and what a new order may be for. */
export function projectsOf(viewer: User) {
  return Project.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .whereNull('archived_at')
    .orderByRaw('lower(name), id')
    .limit(300)
}
