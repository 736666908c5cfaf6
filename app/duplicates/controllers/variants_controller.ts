import type { HttpContext } from '@adonisjs/core/http'
import { variantsList } from '#duplicates/variants_list'
import { variantsValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** Pictures of one prompt and model from several seeds: to look at together, never to be merged away. */
export default class VariantsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('list')
    const { before } = await request.validateUsing(variantsValidator)
    return view.render('duplicates/variants/index', await variantsList(auth.user!, before))
  }
}
