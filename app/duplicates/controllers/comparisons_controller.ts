import type { HttpContext } from '@adonisjs/core/http'
import { findAsset } from '#library/curation/item'
import { compareAssets } from '#duplicates/comparison'
import { comparisonValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** Two pictures held against each other. */
export default class ComparisonsController {
  async show({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('list')
    const asked = await request.validateUsing(comparisonValidator)
    const [left, right] = await Promise.all([
      findAsset(auth.user!, asked.left),
      findAsset(auth.user!, asked.right),
    ])
    const compared = await compareAssets(left, right)
    return view.render('duplicates/comparisons/show', {
      ...compared,
      ...asked,
      mode: asked.mode ?? 'side',
      can: { decide: auth.user!.canEdit },
    })
  }
}
