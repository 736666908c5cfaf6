import type { HttpContext } from '@adonisjs/core/http'
import { ignoreValidator } from '#api/validators'
import { decide, pairsAmong, withdrawAmong } from '#duplicates/decisions'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** Saying of pictures that they are no duplicates of each other, or variants, and taking it back. */
export default class IgnoredDuplicatesController {
  async store({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { ids, verdict = 'different' } = await request.validateUsing(ignoreValidator)
    const by = auth.getUserOrFail()
    const { changeId, count } = await decide({ pairs: pairsAmong(ids), verdict, by })
    return { change_id: changeId, pairs: count }
  }

  async destroy({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { ids } = await request.validateUsing(ignoreValidator)
    return { pairs: await withdrawAmong({ assetIds: ids, by: auth.getUserOrFail() }) }
  }
}
