import type { HttpContext } from '@adonisjs/core/http'
import { mergeValidator } from '#api/validators'
import { mergeGroup } from '#duplicates/merging'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

export default class DuplicateMergesController {
  async store({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const sent = await request.validateUsing(mergeValidator)
    const { changeId, count, text } = await mergeGroup({
      keeperId: sent.keep_id,
      otherIds: sent.merge_ids,
      rest: sent.rest ?? 'trash',
      preset: sent.preset,
      folderId: sent.folder_id,
      by: auth.getUserOrFail(),
    })
    return { change_id: changeId, count, text }
  }
}
