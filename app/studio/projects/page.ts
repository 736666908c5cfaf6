import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { seenCollections } from '#library/seeing'
import { budgetsOf } from '#studio/budgets'
import Order from '#studio/models/order'
import type Project from '#studio/models/project'
import Template from '#studio/models/template'
import { productTiles } from '#studio/products/list'
import { membersOf, othersThan } from '#studio/projects/members'
import { spendingOfProjects } from '#studio/spending/report'

const ordersShown = 6
const productsShown = 24

/** Everything the page of a project shows. */
export async function projectPage(project: Project, viewer: User) {
  const [orders, products, members, collection, spending, budgets] = await Promise.all([
    latestOrders(project, viewer),
    productTiles(project, viewer, { limit: productsShown }),
    membersOf(project),
    collectionOf(project, viewer),
    spendingOfProjects([project.id]),
    budgetsOf({ projectId: project.id }),
  ])
  const spent = spending.get(project.id) ?? []
  return { project, orders, products, members, collection, spending: spent, budgets }
}

/** What the form of a project offers: models people work with, templates, and, once it is there, its members. */
export async function projectForm(viewer: User, project?: Project) {
  const [models, templates, members, others, budgets] = await Promise.all([
    modelChoices(viewer, project),
    Template.query()
      .withScopes((scopes) => scopes.visibleTo(viewer))
      .orderByRaw('lower(name), id')
      .limit(200),
    project ? membersOf(project) : [],
    project ? othersThan(project) : [],
    project ? budgetsOf({ projectId: project.id }) : [],
  ])
  return { models, templates, members, others, budgets }
}

function latestOrders(project: Project, viewer: User) {
  return Order.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('orders.project_id', project.id)
    .preload('user')
    .preload('project')
    .orderBy('orders.id', 'desc')
    .limit(ordersShown)
}

/** The collection its products are put into, as far as this person may see it. */
function collectionOf(
  project: Project,
  viewer: User
): Promise<{ id: number; name: string } | null> {
  const seen = seenCollections(viewer)
  return db
    .from('collections')
    .where('id', project.collectionId ?? 0)
    .whereRaw(seen.sql, seen.bindings)
    .select('id', 'name')
    .first()
}

/** Favourites, what was ordered here, and what is chosen already. */
function modelChoices(viewer: User, project?: Project): Promise<{ id: number; name: string }[]> {
  return db
    .from('provider_models as m')
    .join('provider_credentials as c', 'c.id', 'm.credential_id')
    .whereNull('c.removed_at')
    .where((known) => {
      known.whereIn(
        'm.id',
        db.from('model_favourites').where('user_id', viewer.id).select('model_id')
      )
      if (!project) return
      known.orWhereIn(
        'm.id',
        db
          .from('orders')
          .where('project_id', project.id)
          .whereNotNull('model_id')
          .select('model_id')
      )
      if (project.defaults.modelId) known.orWhere('m.id', project.defaults.modelId)
    })
    .orderByRaw('lower(m.name), m.id')
    .limit(200)
    .select('m.id', db.raw(`m.name || ', ' || c.label AS name`)) as any
}
