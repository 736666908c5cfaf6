import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { archiveProject, findProject, unarchiveProject } from '#studio/projects/projects'
import { projectIdValidator } from '#studio/projects/validators'
import ProjectPolicy from '#studio/policies/project_policy'

/** Projects that are put away: out of the overview, and closed for orders. */
export default class ProjectArchivesController {
  async store(ctx: HttpContext) {
    const project = await this.#editable(ctx)
    await archiveProject(project)
    notify(ctx, { text: `“${project.name}” is archived. Everything in it stays.` })
    return ctx.response.redirect().toRoute('studio.projects.index')
  }

  async destroy(ctx: HttpContext) {
    const project = await this.#editable(ctx)
    await unarchiveProject(project)
    notify(ctx, { text: `“${project.name}” is open for orders again` })
    return ctx.response.redirect().toRoute('studio.projects.show', [project.id])
  }

  async #editable({ request, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(projectIdValidator)
    const project = await findProject(auth.user!, params.id)
    await bouncer.with(ProjectPolicy).authorize('edit', project)
    return project
  }
}
