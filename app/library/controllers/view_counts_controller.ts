import type { HttpContext } from '@adonisjs/core/http'
import { viewCounts, viewsOf } from '#library/curation/views'
import ViewPolicy from '#library/policies/view_policy'

/** How many the pinned views find, for the rail. */
export default class ViewCountsController {
  async index({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(ViewPolicy).authorize('list')
    const pinned = await viewsOf(auth.user!).where('pinned', true).limit(30)
    const counts = await viewCounts(auth.user!, pinned)
    return view.render('library/views/_counts', { counts })
  }
}
