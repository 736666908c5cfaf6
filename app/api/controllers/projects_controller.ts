import type { HttpContext } from '@adonisjs/core/http'
import { answerWithEtag, requireMatch } from '#api/etag'
import { projectJson } from '#api/studio/studio_json'
import {
  newProjectValidator,
  projectListValidator,
  projectUpdateValidator,
} from '#api/studio/validators'
import { idValidator } from '#api/validators'
import ProjectPolicy from '#studio/policies/project_policy'
import { projectCards } from '#studio/projects/list'
import {
  archiveProject,
  createProject,
  findProject,
  unarchiveProject,
  updateProject,
} from '#studio/projects/projects'

export default class ProjectsController {
  async index({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(ProjectPolicy).authorize('list')
    const { archived, cursor: before } = await request.validateUsing(projectListValidator)
    const { cards, next } = await projectCards(auth.getUserOrFail(), { archived, before })
    return {
      items: cards.map(({ project }) => projectJson(project)),
      next: next === null ? null : String(next),
    }
  }

  async store({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(ProjectPolicy).authorize('create')
    const { visibility = 'everyone', ...sent } = await request.validateUsing(newProjectValidator)
    const by = auth.getUserOrFail()
    const project = await createProject({ visibility, ...sent }, by)
    response.status(201)
    return projectJson(await findProject(by, project.id))
  }

  async show(ctx: HttpContext) {
    const project = await load(ctx)
    await ctx.bouncer.with(ProjectPolicy).authorize('show', project)
    return answerWithEtag(ctx, projectJson(project))
  }

  async update(ctx: HttpContext) {
    const project = await load(ctx)
    await ctx.bouncer.with(ProjectPolicy).authorize('edit', project)
    const { archived, ...sent } = await ctx.request.validateUsing(projectUpdateValidator)
    requireMatch(ctx, projectJson(project))
    const { name, brief, visibility, defaults } = project
    const by = ctx.auth.getUserOrFail()
    await updateProject(project, { name, brief, visibility, defaults, ...sent }, by)
    if (archived !== undefined) await (archived ? archiveProject : unarchiveProject)(project)
    return answerWithEtag(ctx, projectJson(project))
  }
}

async function load({ request, auth }: HttpContext) {
  const { params } = await request.validateUsing(idValidator)
  return findProject(auth.getUserOrFail(), params.id)
}
