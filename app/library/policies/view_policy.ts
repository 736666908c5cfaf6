import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type SavedView from '#library/models/saved_view'

/** Saved views are each person's own. */
export default class ViewPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  create(_user: User) {
    return true
  }

  edit(user: User, view: SavedView) {
    return view.userId === user.id
  }
}
