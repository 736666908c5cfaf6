import type { HttpContext } from '@adonisjs/core/http'
import { pictureChoices } from '#studio/orders/picture_choices'
import { pictureChoicesValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'

/** The pictures that the form of an order offers to be given along. */
export default class PictureChoicesController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(OrderPolicy).authorize('create')
    const { find } = await request.validateUsing(pictureChoicesValidator)
    return view.render('studio/orders/_pictures', await pictureChoices(auth.user!, find))
  }
}
