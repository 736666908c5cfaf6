import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import Template from '#studio/models/template'
import TemplateVersion from '#studio/models/template_version'

const pageLength = 40

interface Asked {
  search?: string | null
  show?: 'favourites' | 'mine'
  before?: number
}

/** One page of the templates a person may see, the newest first, each with its latest version. */
export async function templateList(viewer: User, { search, show, before }: Asked) {
  const query = Template.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .preload('owner')
    .orderBy('templates.id', 'desc')
    .limit(pageLength + 1)
  if (before) query.where('templates.id', '<', before)
  if (show === 'mine') query.where('owner_id', viewer.id)
  if (show === 'favourites') query.whereIn('templates.id', favouritesOf(viewer))
  if (search) query.where((found) => void whereNamed(found, search))
  const found = await query
  const templates = found.slice(0, pageLength)
  return {
    cards: await cardsOf(templates, viewer),
    next: found.length > pageLength ? templates.at(-1)!.id : null,
  }
}

function whereNamed(query: ReturnType<typeof Template.query>, search: string) {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  for (const column of ['name', 'description']) {
    query.orWhereRaw(`lower(templates.${column}) LIKE lower(?) ESCAPE '\\'`, [pattern])
  }
  const prompts = latestVersions().whereRaw(`lower(v.prompt) LIKE lower(?) ESCAPE '\\'`, [pattern])
  query.orWhereIn('templates.id', prompts.select('v.template_id'))
}

async function cardsOf(templates: Template[], viewer: User) {
  const ids = templates.map(({ id }) => id)
  const [versions, favourites] = await Promise.all([
    TemplateVersion.query().whereIn(
      'id',
      latestVersions().whereIn('v.template_id', ids).select('v.id')
    ),
    favouritesOf(viewer).whereIn('template_id', ids),
  ])
  const versionOf = new Map(versions.map((version) => [version.templateId, version]))
  const loved = new Set(favourites.map((row) => row.template_id))
  return templates.map((template) => ({
    template,
    version: versionOf.get(template.id)!,
    favourite: loved.has(template.id),
  }))
}

function latestVersions() {
  return db
    .from('template_versions as v')
    .whereRaw(
      'v.number = (SELECT max(number) FROM template_versions WHERE template_id = v.template_id)'
    )
}

function favouritesOf(viewer: User) {
  return db.from('template_favourites').where('user_id', viewer.id).select('template_id')
}
