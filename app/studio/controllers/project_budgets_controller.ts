import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import ProjectPolicy from '#studio/policies/project_policy'
import { findProject } from '#studio/projects/projects'
import { setTypedBudget } from '#studio/spending/budgets'
import { projectBudgetValidator } from '#studio/spending/validators'

export default class ProjectBudgetsController {
  async update(ctx: HttpContext) {
    const { params, ...budget } = await ctx.request.validateUsing(projectBudgetValidator)
    const project = await findProject(ctx.auth.user!, params.id)
    await ctx.bouncer.with(ProjectPolicy).authorize('edit', project)
    await setTypedBudget({ projectId: project.id }, budget)
    notify(ctx, { text: 'Saved. It counts from the next order on.' })
    return ctx.response.redirect().toRoute('studio.projects.edit', [project.id])
  }
}
