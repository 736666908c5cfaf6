import type { HttpContext } from '@adonisjs/core/http'
import { findShared, sharedItem } from '#library/sharing/shared_page'
import { sharedItemValidator } from '#library/sharing/validators'

/** One item of a shared collection. */
export default class SharedItemsController {
  async show({ request, view, params, shareLink }: HttpContext) {
    const { params: asked } = await request.validateUsing(sharedItemValidator)
    const asset = await findShared(shareLink, asked.id)
    return view.render('library/shared/item', await sharedItem(shareLink, params.token, asset))
  }
}
