import { isDeepStrictEqual } from 'node:util'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import type { Visibility } from '#library/models/asset'
import Template from '#studio/models/template'
import TemplateVersion from '#studio/models/template_version'
import type { VersionFields } from '#studio/templates/recipes'

export interface TemplateDetails {
  name: string
  description: string
  visibility: Visibility
  version: VersionFields & { provider: string | null; modelRef: string | null }
}

/** The template, where it is there and this person may see it. */
export function visibleTemplate(viewer: User, id = 0) {
  return Template.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('templates.id', id)
    .first()
}

/** The template this person may see, or E_ROW_NOT_FOUND. */
export function findTemplate(viewer: User, id: number) {
  return Template.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('templates.id', id)
    .preload('owner')
    .firstOrFail()
}

/** One of its versions by number, else the latest. */
export function versionOf(template: Template, number?: number) {
  const versions = TemplateVersion.query().where('template_id', template.id)
  if (number) versions.where('number', number)
  return versions.orderBy('number', 'desc').firstOrFail()
}

/** Who wrote its versions and when, the latest first. */
export function versionsOf(template: Template) {
  return TemplateVersion.query()
    .where('template_id', template.id)
    .preload('user')
    .orderBy('number', 'desc')
    .limit(100)
}

/** A template with its first version. */
export function createTemplate(details: TemplateDetails, by: User) {
  return db.transaction(async (trx) => {
    const { version, ...named } = details
    const template = await Template.create({ ...named, ownerId: by.id }, { client: trx })
    await addVersion(template, version, by, trx)
    return template
  })
}

/** Changes its name, description and audience; another recipe becomes a new version. */
export function updateTemplate(template: Template, details: TemplateDetails, by: User) {
  return db.transaction(async (trx) => {
    const { version, ...named } = details
    await template.useTransaction(trx).merge(named).save()
    return addVersion(template, version, by, trx)
  })
}

/** Answers the version that now is the latest, which is the one before where nothing is different. */
async function addVersion(
  template: Template,
  fields: TemplateDetails['version'],
  by: User,
  client: TransactionClientContract
) {
  const latest = await TemplateVersion.query({ client })
    .where('template_id', template.id)
    .orderBy('number', 'desc')
    .first()
  const same = Object.entries(fields).every(([name, value]) =>
    isDeepStrictEqual(latest?.[name as keyof typeof fields], value)
  )
  if (latest && same) return latest
  const number = (latest?.number ?? 0) + 1
  const version = { ...fields, templateId: template.id, number, userId: by.id }
  return TemplateVersion.create(version, { client })
}

export async function isFavourite(template: Template, user: User) {
  const row = await db
    .from('template_favourites')
    .where({ template_id: template.id, user_id: user.id })
    .first()
  return row !== null
}

export async function setFavourite(template: Template, user: User, wanted: boolean) {
  const row = { template_id: template.id, user_id: user.id }
  if (!wanted) return void (await db.from('template_favourites').where(row).delete())
  await db
    .knexQuery()
    .table('template_favourites')
    .insert(row)
    .onConflict(['user_id', 'template_id'])
    .ignore()
}
