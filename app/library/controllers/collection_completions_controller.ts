import type { HttpContext } from '@adonisjs/core/http'
import { collectionNames } from '#library/curation/collections'
import CollectionPolicy from '#library/policies/collection_policy'

/** Names for a field that takes a collection. */
export default class CollectionCompletionsController {
  async index({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(CollectionPolicy).authorize('list')
    const options = await collectionNames(auth.user!)
    return view.render('library/items/_options', { options })
  }
}
