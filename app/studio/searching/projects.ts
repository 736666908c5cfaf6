import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import type { FacetAbove } from '#library/search/facets'
import type { Field } from '#library/search/fields/field'
import { checkPattern, likePattern } from '#library/search/fields/names'
import { sql } from '#library/search/sql'
import Project from '#studio/models/project'
import { madeFor } from '#studio/searching/products'

/** `project:"Spring cards"`: what was made for a project, by its name or number. */
export const project: Field = {
  label: 'Project',
  help: 'what was ordered for a project, by its name; none for what was ordered for none',
  example: 'project:"Spring cards"',
  check: checkPattern,
  offer: async ({ viewer }) => {
    const found = await projectsSeenBy(viewer)
      .orderByRaw('lower(projects.name), projects.id')
      .limit(200)
    const counts = await countsOf(found.map(({ id }) => id))
    return found.map(({ id, name }) => ({ value: name, count: counts.get(id) ?? 0 }))
  },
  build: (node, context) => {
    const { sql: text, bindings } = projectsSeenBy(context.viewer).select('projects.id').toSQL()
    return madeFor(node, {
      column: 'p.project_id',
      seen: sql(text, ...(bindings as number[])),
      idsOf: async ({ text: name }) => {
        const id = /^\d{1,9}$/.test(name) ? Number(name) : 0
        const like = likePattern(name, name.includes('*') ? '' : '=')
        const found = await projectsSeenBy(context.viewer)
          .whereRaw(`(lower(projects.name) LIKE lower(?) ESCAPE '\\' OR projects.id = ?)`, [
            like,
            id,
          ])
          .select('projects.id')
        if (!found.length) context.hint(`There is no project “${name}”.`)
        return found.map((each) => each.id)
      },
    })
  },
}

/** The projects of what is found, the commonest first. */
export const projectFacet: FacetAbove = {
  field: 'project',
  label: 'Project',
  async tally(assetIds, viewer) {
    const found = await projectsSeenBy(viewer)
      .join('products', 'products.project_id', 'projects.id')
      .whereIn('products.asset_id', assetIds)
      .groupBy('projects.id', 'projects.name')
      .orderByRaw('count(DISTINCT products.asset_id) DESC, lower(projects.name)')
      .limit(20)
      .select('projects.name', db.raw('count(DISTINCT products.asset_id) AS found'))
    return found.map(({ name, $extras }) => ({ value: name, count: Number($extras.found) }))
  },
}

function projectsSeenBy(viewer: User) {
  return Project.query().withScopes((scopes) => scopes.visibleTo(viewer))
}

async function countsOf(ids: number[]) {
  const rows = await db
    .from('products')
    .whereIn('project_id', ids)
    .groupBy('project_id')
    .select('project_id')
    .countDistinct('asset_id as count')
  return new Map(rows.map((row) => [row.project_id as number, Number(row.count)]))
}
