import type { HttpContext } from '@adonisjs/core/http'
import { addAlias, removeAlias } from '#library/curation/tag_keeping'
import { findTag } from '#library/curation/tag_list'
import { refuseTag } from '#library/controllers/tag_refusals'
import { aliasRemovalValidator, aliasValidator } from '#library/curation/validators'
import TagPolicy from '#library/policies/tag_policy'

/** Other names a tag is found by. */
export default class TagAliasesController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(TagPolicy).authorize('edit')
    const { params, name } = await ctx.request.validateUsing(aliasValidator)
    const tag = await findTag(ctx.auth.user!, params.id)
    await refuseTag(ctx, () => addAlias(tag, name))
    return ctx.response.redirect().toRoute('library.tags.edit', [tag.id])
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(TagPolicy).authorize('edit')
    const { params } = await ctx.request.validateUsing(aliasRemovalValidator)
    const tag = await findTag(ctx.auth.user!, params.id)
    await removeAlias(tag, params.slug)
    return ctx.response.redirect().toRoute('library.tags.edit', [tag.id])
  }
}
