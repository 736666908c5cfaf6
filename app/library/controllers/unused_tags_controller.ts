import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { deleteUnusedTags } from '#library/curation/tag_keeping'
import TagPolicy from '#library/policies/tag_policy'

/** The tags nothing has any more. */
export default class UnusedTagsController {
  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(TagPolicy).authorize('edit')
    const count = await deleteUnusedTags()
    notify(ctx, { text: count === 1 ? 'Deleted 1 unused tag' : `Deleted ${count} unused tags` })
    return ctx.response.redirect().toRoute('library.tags.index')
  }
}
