import type { HttpContext } from '@adonisjs/core/http'
import { modelChoices } from '#studio/orders/form'
import { modelChoicesValidator } from '#studio/orders/validators'
import OrderPolicy from '#studio/policies/order_policy'

/** The models the form of an order offers while somebody types what they look for. */
export default class ModelChoicesController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(OrderPolicy).authorize('create')
    const { find } = await request.validateUsing(modelChoicesValidator)
    return view.render('studio/orders/_models', { choices: await modelChoices(auth.user!, find) })
  }
}
