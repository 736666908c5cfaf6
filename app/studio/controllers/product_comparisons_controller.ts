import type { HttpContext } from '@adonisjs/core/http'
import { compareProducts } from '#studio/products/comparing'
import { productComparisonValidator } from '#studio/products/validators'
import { findProject } from '#studio/projects/projects'
import ProjectPolicy from '#studio/policies/project_policy'

/** Two to four pictures of a project beside each other. */
export default class ProductComparisonsController {
  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params, ids } = await request.validateUsing(productComparisonValidator)
    const project = await findProject(auth.user!, params.id)
    await bouncer.with(ProjectPolicy).authorize('show', project)
    const compared = await compareProducts(project, ids, auth.user!)
    const can = { fill: await bouncer.with(ProjectPolicy).allows('fill', project) }
    return view.render('studio/comparisons/show', { ...compared, project, ids, can })
  }
}
