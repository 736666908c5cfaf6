import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type ShareLink from '#library/models/share_link'
import type { Subject } from '#library/sharing/subject'

/** Who decides who else sees an item or a collection. */
export default class SharingPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  share(user: User, subject: Subject) {
    const { ownerId, visibility } = subject
    return user.canEdit && (ownerId === user.id || (user.isAdmin && visibility === 'everyone'))
  }

  /** Who locks it, and unlocks it whoever did. */
  lock(user: User, subject: Subject) {
    return this.share(user, subject)
  }

  /** An administrator sees not all that a collection of somebody else holds, so it is not theirs to show. */
  shareWithPeople(user: User, subject: Subject) {
    return user.canEdit && subject.ownerId === user.id
  }

  /** Who made it may end it, whatever became of their role. */
  revoke(user: User, link: ShareLink) {
    return link.userId === user.id || user.isAdmin
  }
}
