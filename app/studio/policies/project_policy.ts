import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Project from '#studio/models/project'
import { membership } from '#studio/projects/members'

export default class ProjectPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  async show(user: User, project: Project) {
    if (project.visibility === 'everyone' || project.ownerId === user.id) return true
    const member = await membership(project, user)
    return member !== null
  }

  create(user: User) {
    return user.canEdit
  }

  /** Its name, brief, defaults, members and budget, and putting it away. */
  edit(user: User, project: Project) {
    return user.canEdit && (project.ownerId === user.id || user.isAdmin)
  }

  /** Choosing among what was made for it. */
  async fill(user: User, project: Project) {
    if (!user.canEdit) return false
    if (project.ownerId === user.id || user.isAdmin) return true
    const member = await membership(project, user)
    return member?.canEdit ?? false
  }

  /** Nothing is ordered for a project that was put away. */
  async order(user: User, project: Project) {
    return !project.archivedAt && (await this.fill(user, project))
  }
}
