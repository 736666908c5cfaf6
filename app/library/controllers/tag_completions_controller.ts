import type { HttpContext } from '@adonisjs/core/http'
import { completeTags } from '#library/curation/tag_list'
import { completionValidator } from '#library/curation/validators'
import TagPolicy from '#library/policies/tag_policy'

/** Names for a field that takes tags. */
export default class TagCompletionsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    const { names, parent, into } = await request.validateUsing(completionValidator)
    await bouncer.with(TagPolicy).authorize('list')
    const options = await completeTags(names ?? parent ?? into ?? '', auth.user!)
    return view.render('library/items/_options', { options })
  }
}
