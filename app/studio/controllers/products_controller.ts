import type { HttpContext } from '@adonisjs/core/http'
import { productTiles, stageCounts } from '#studio/products/list'
import { productIndexValidator } from '#studio/products/validators'
import { findProject } from '#studio/projects/projects'
import ProjectPolicy from '#studio/policies/project_policy'

export default class ProductsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    const { params, ...asked } = await request.validateUsing(productIndexValidator)
    const project = await findProject(auth.user!, params.id)
    await bouncer.with(ProjectPolicy).authorize('show', project)
    const [page, counts] = await Promise.all([
      productTiles(project, auth.user!, asked),
      stageCounts(project, auth.user!),
    ])
    const can = { fill: await bouncer.with(ProjectPolicy).allows('fill', project) }
    const state = { ...page, counts, asked, project, can, user: auth.user! }
    return view.render('studio/products/index', state)
  }
}
