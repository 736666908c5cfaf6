import type { HttpContext } from '@adonisjs/core/http'
import { axesOf, gridOrders, orderAtFirst } from '#studio/products/axes'
import { productGrid } from '#studio/products/grid'
import { gridValidator } from '#studio/products/validators'
import { findProject } from '#studio/projects/projects'
import ProjectPolicy from '#studio/policies/project_policy'

/** What was made for a project, by two of the parameters it was made with. */
export default class ProductGridsController {
  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params, stage, ...asked } = await request.validateUsing(gridValidator)
    const project = await findProject(auth.user!, params.id)
    await bouncer.with(ProjectPolicy).authorize('show', project)
    const orders = await gridOrders(project)
    const order = asked.order === undefined ? orderAtFirst(orders) : asked.order || null
    const axes = await axesOf(project, order)
    const rows = axes.includes(asked.rows ?? '') ? asked.rows! : axes[0]
    const columns = axes.includes(asked.columns ?? '') ? asked.columns! : (axes[1] ?? axes[0])
    const shown = { rows, columns, stage, order }
    const grid = await productGrid(project, auth.user!, shown)
    return view.render('studio/grids/show', { project, orders, axes, grid, asked: shown })
  }
}
