import { errors } from '@vinejs/vine'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import Collection from '#library/models/collection'
import type { Visibility } from '#library/models/asset'
import Project, { type OrderDefaults } from '#studio/models/project'
import Template from '#studio/models/template'
import { hideProducts } from '#studio/projects/sharing'

export interface ProjectDetails {
  name: string
  brief?: string
  visibility: Visibility
  defaults?: OrderDefaults
}

/** The project this person may see, or E_ROW_NOT_FOUND. */
export function findProject(viewer: User, id: number) {
  return Project.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('projects.id', id)
    .preload('owner')
    .firstOrFail()
}

/** The projects this person may order for, by name. */
export function orderableProjects(viewer: User) {
  return Project.query()
    .withScopes((scopes) => scopes.orderableBy(viewer))
    .orderByRaw('lower(projects.name), projects.id')
    .limit(300)
}

/** The project this person asked to order for and may not, as far as they see it; null where they may. */
export function closedProject(viewer: User, id: number | null | undefined, orderable: Project[]) {
  if (!id || orderable.some((project) => project.id === id)) return null
  return Project.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('projects.id', id)
    .preload('owner')
    .first()
}

/** Why this person orders nothing for a project, and what to do about it. */
export function whyClosed({ name, archivedAt, owner }: Project) {
  if (archivedAt) return `“${name}” is archived: nothing is ordered for it.`
  return `You may not order for “${name}”: ask ${owner.fullName} to make you a member who may.`
}

/** A project with the collection its products are put into. */
export async function createProject(details: ProjectDetails, by: User) {
  await refuseHiddenTemplate(details)
  return db.transaction(async (trx) => {
    const { name, visibility } = details
    const shared = { name, visibility, ownerId: by.id }
    const collection = await Collection.create(shared, { client: trx })
    const project = { ...complete(details), ownerId: by.id, collectionId: collection.id }
    return Project.create(project, { client: trx })
  })
}

/**
 * The collection of its products is seen by whom the project is; what turns private hides the products of
 * who changes it. Answers how many of those stay shown to everyone, being locked.
 */
export async function updateProject(project: Project, details: ProjectDetails, by: User) {
  const { visibility, defaults } = details
  const turns = visibility !== project.visibility
  const sameTemplate = defaults?.templateId === project.defaults.templateId
  if (turns || !sameTemplate) await refuseHiddenTemplate(details)
  return db.transaction(async (trx) => {
    if (turns) await refuseLockedCollection(trx, project)
    const stayed = turns && visibility === 'private' ? await hideProducts(trx, project, by) : 0
    await Collection.query({ client: trx })
      .where('id', project.collectionId ?? 0)
      .whereNull('locked_at')
      .update({ visibility })
    await project.useTransaction(trx).merge(complete(details)).save()
    return stayed
  })
}

/** What everybody here begins their orders with is seen by everybody here; one deleted since begins nothing. */
async function refuseHiddenTemplate({ visibility, defaults }: ProjectDetails) {
  if (visibility === 'private' || !defaults?.templateId) return
  const template = await Template.find(defaults.templateId)
  if (template?.visibility !== 'private') return
  throw new errors.E_VALIDATION_ERROR([
    { field: 'templateId', message: hiddenTemplate, rule: 'seen' },
  ])
}

/** A locked collection keeps who sees it, and a project is seen by the same people. */
async function refuseLockedCollection(trx: TransactionClientContract, { collectionId }: Project) {
  const collection = collectionId && (await Collection.find(collectionId, { client: trx }))
  if (!collection || !collection.lockedAt) return
  const message = `The collection “${collection.name}” is locked: unlock it first.`
  throw new errors.E_VALIDATION_ERROR([{ field: 'visibility', message, rule: 'locked' }])
}

const hiddenTemplate =
  'Others would not see this template: show it to everyone first, or choose another one.'

/** Puts a project out of the way: it is still read, and nothing is ordered for it. */
export function archiveProject(project: Project) {
  return project.merge({ archivedAt: project.archivedAt ?? DateTime.now() }).save()
}

export function unarchiveProject(project: Project) {
  return project.merge({ archivedAt: null }).save()
}

const complete = ({ brief = '', defaults = {}, ...details }: ProjectDetails) => ({
  ...details,
  brief,
  defaults,
})
