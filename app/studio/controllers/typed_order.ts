import type { HttpContext } from '@adonisjs/core/http'
import { findOrder } from '#studio/orders/list'
import { sizeOf } from '#studio/orders/starting'
import { draftValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'
import ProjectPolicy from '#studio/policies/project_policy'
import { findProject } from '#studio/projects/projects'

/** What the form of an order sent, the project it is for, and the draft it was kept in; all of it this person's. */
export async function typedOrder(
  { request, bouncer, auth }: HttpContext,
  action: 'edit' | 'place'
) {
  const by = auth.user!
  const typed = await request.validateUsing(draftValidator)
  const project = await findProject(by, typed.project)
  await bouncer.with(ProjectPolicy).authorize('order', project)
  const order = typed.order ? await findOrder(by, typed.order) : undefined
  if (order) await bouncer.with(OrderPolicy).authorize(action, order)
  /** What the form of another model does not ask for yet begins as the project has it. */
  if (typed.choose) typed.parameters = { ...sizeOf(project), ...typed.parameters }
  return { typed, place: { project, by, order, formKey: typed.formKey } }
}
