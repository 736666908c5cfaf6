import { scope } from '@adonisjs/lucid/orm'
import { SavedViewSchema } from '#database/schema'
import type User from '#accounts/models/user'
import { libraryUrl } from '#library/gallery/addresses'
import type { Display } from '#library/gallery/display'

/** A search and how it is shown, under a name. Each person's own. */
export default class SavedView extends SavedViewSchema {
  declare view: Display['view']
  declare size: Display['size']

  static of = scope((query, user: User) => {
    query.where('user_id', user.id)
  })

  get href() {
    return libraryUrl({ q: this.query, view: this.view, size: this.size })
  }
}
