import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Order from '#studio/models/order'
import ProjectPolicy from '#studio/policies/project_policy'

/** Of orders with their project loaded. */
export default class OrderPolicy extends BasePolicy {
  #projects = new ProjectPolicy()

  list(_user: User) {
    return true
  }

  create(user: User) {
    return user.canEdit
  }

  show(user: User, order: Order) {
    if (order.isDraft) return order.userId === user.id
    return this.#projects.show(user, order.project)
  }

  /** A draft is changed, thrown away and ordered by who wrote it. */
  edit(user: User, order: Order) {
    return user.canEdit && order.isDraft && order.userId === user.id
  }

  /** Who ordered it and sends it once more is shown it; nothing is ordered twice. */
  place(user: User, order: Order) {
    return user.canEdit && order.userId === user.id
  }

  /** Stopping it, and trying again what failed: who ordered it, and who may order for the project. */
  async manage(user: User, order: Order) {
    if (order.isDraft || !user.canEdit) return false
    return order.userId === user.id || (await this.#projects.fill(user, order.project))
  }
}
