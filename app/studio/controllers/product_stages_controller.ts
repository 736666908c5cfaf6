import type { HttpContext } from '@adonisjs/core/http'
import { notify, swap } from '#core/htmx'
import { stageName } from '#studio/products/wording'
import { stageProducts } from '#studio/products/staging'
import { stagingValidator } from '#studio/products/validators'
import { findProject } from '#studio/projects/projects'
import ProjectPolicy from '#studio/policies/project_policy'

/** Draft, shortlist or final: how far a picture of a project is. */
export default class ProductStagesController {
  async update(ctx: HttpContext) {
    const { params, ids = [], stage } = await ctx.request.validateUsing(stagingValidator)
    const by = ctx.auth.user!
    const project = await findProject(by, params.id)
    await ctx.bouncer.with(ProjectPolicy).authorize('fill', project)
    const staged = await stageProducts(project, ids, { stage, by })
    notify(ctx, {
      text: staged.length
        ? `${stageName(stage)}: ${staged.length === 1 ? '1 picture' : `${staged.length} pictures`}`
        : 'Nothing is selected: tick some pictures first.',
      tone: staged.length ? undefined : 'error',
    })
    const page = `/projects/${project.id}/products`
    return swap(ctx, 'studio/products/_staged', { ids: staged, stage }, page)
  }
}
