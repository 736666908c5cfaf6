import type { HttpContext } from '@adonisjs/core/http'
import { axesOf, productGrid } from '#studio/products/grid'
import { gridValidator } from '#studio/products/validators'
import { findProject } from '#studio/projects/projects'
import ProjectPolicy from '#studio/policies/project_policy'

/** What was made for a project, by two of the parameters it was made with. */
export default class ProductGridsController {
  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params, stage, ...asked } = await request.validateUsing(gridValidator)
    const project = await findProject(auth.user!, params.id)
    await bouncer.with(ProjectPolicy).authorize('show', project)
    const axes = await axesOf(project)
    const rows = axes.includes(asked.rows ?? '') ? asked.rows! : axes[0]
    const columns = axes.includes(asked.columns ?? '') ? asked.columns! : (axes[1] ?? axes[0])
    const grid = await productGrid(project, auth.user!, { rows, columns, stage })
    return view.render('studio/grids/show', {
      project,
      axes,
      grid,
      asked: { rows, columns, stage },
    })
  }
}
