import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { previewMerge } from '#library/curation/merging'
import { mergeTagsOrLater, otherTag } from '#library/curation/tag_keeping'
import { findTag } from '#library/curation/tag_list'
import { refuseTag } from '#library/controllers/tag_refusals'
import { mergeValidator } from '#library/curation/validators'
import TagPolicy from '#library/policies/tag_policy'

/** Making two tags one: first what would change, then the doing. */
export default class TagMergesController {
  async create(ctx: HttpContext) {
    const { tag, intoId } = await this.#find(ctx)
    if (!intoId) return ctx.response.redirect().toRoute('library.tags.edit', [tag.id])
    const preview = await previewMerge({ fromId: tag.id, intoId })
    return ctx.view.render('library/tags/merge', { tag, preview })
  }

  async store(ctx: HttpContext) {
    const { tag, intoId } = await this.#find(ctx)
    if (!intoId) return ctx.response.redirect().toRoute('library.tags.edit', [tag.id])
    notify(ctx, await mergeTagsOrLater({ fromId: tag.id, intoId, by: ctx.auth.user! }))
    return ctx.response.redirect().toRoute('library.tags.index')
  }

  async #find(ctx: HttpContext) {
    await ctx.bouncer.with(TagPolicy).authorize('edit')
    const { params, into } = await ctx.request.validateUsing(mergeValidator)
    const tag = await findTag(ctx.auth.user!, params.id)
    let intoId: number | undefined
    await refuseTag(ctx, async () => {
      const found = await otherTag(tag, into, 'into')
      intoId = found.id
    })
    return { tag, intoId }
  }
}
