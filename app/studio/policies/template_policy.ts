import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type Template from '#studio/models/template'

export default class TemplatePolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  show(user: User, template: Template) {
    return template.visibility === 'everyone' || template.ownerId === user.id
  }

  create(user: User) {
    return user.canEdit
  }

  /** Its name and audience, new versions of it, and deleting it. */
  edit(user: User, template: Template) {
    return (
      user.canEdit && this.show(user, template) && (template.ownerId === user.id || user.isAdmin)
    )
  }
}
