import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { projectCards } from '#studio/projects/list'
import { projectForm, projectPage } from '#studio/projects/page'
import { createProject, findProject, updateProject } from '#studio/projects/projects'
import {
  projectIdValidator,
  projectIndexValidator,
  projectValidator,
} from '#studio/projects/validators'
import ProjectPolicy from '#studio/policies/project_policy'

export default class ProjectsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(ProjectPolicy).authorize('list')
    const asked = await request.validateUsing(projectIndexValidator)
    const state = await projectCards(auth.user!, asked)
    return view.render('studio/projects/index', { ...state, asked, user: auth.user! })
  }

  async create({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(ProjectPolicy).authorize('create')
    return view.render('studio/projects/create', await projectForm(auth.user!))
  }

  async store({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(ProjectPolicy).authorize('create')
    const { name, brief, visibility, ...defaults } = await request.validateUsing(projectValidator)
    const project = await createProject({ name, brief, visibility, defaults }, auth.user!)
    return response.redirect().toRoute('studio.projects.show', [project.id])
  }

  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(projectIdValidator)
    const project = await findProject(auth.user!, params.id)
    await bouncer.with(ProjectPolicy).authorize('show', project)
    const can = {
      edit: await bouncer.with(ProjectPolicy).allows('edit', project),
      fill: await bouncer.with(ProjectPolicy).allows('fill', project),
      order: await bouncer.with(ProjectPolicy).allows('order', project),
    }
    const page = await projectPage(project, auth.user!)
    return view.render('studio/projects/show', { ...page, can, user: auth.user! })
  }

  async edit(ctx: HttpContext) {
    const project = await this.#editable(ctx)
    const form = await projectForm(ctx.auth.user!, project)
    return ctx.view.render('studio/projects/edit', { ...form, project })
  }

  async update(ctx: HttpContext) {
    const project = await this.#editable(ctx)
    const { name, brief, visibility, ...defaults } =
      await ctx.request.validateUsing(projectValidator)
    const details = { name, brief, visibility, defaults }
    const stayed = await updateProject(project, details, ctx.auth.user!)
    notify(ctx, { text: stayed ? `Saved. ${stay(stayed)}` : 'Saved' })
    return ctx.response.redirect().toRoute('studio.projects.show', [project.id])
  }

  async #editable({ request, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(projectIdValidator)
    const project = await findProject(auth.user!, params.id)
    await bouncer.with(ProjectPolicy).authorize('edit', project)
    return project
  }
}

const stay = (count: number) =>
  `${count === 1 ? '1 item stays' : `${count} items stay`} shown to everyone: locked.`
