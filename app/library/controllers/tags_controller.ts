import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { changeTag, deleteTag } from '#library/curation/tag_keeping'
import { countUnusedTags, tagCounts, tagList } from '#library/curation/tag_list'
import { refuseTag } from '#library/controllers/tag_refusals'
import { idValidator, listValidator, tagValidator } from '#library/curation/validators'
import Tag from '#library/models/tag'
import TagPolicy from '#library/policies/tag_policy'

export default class TagsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    const asked = await request.validateUsing(listValidator)
    await bouncer.with(TagPolicy).authorize('list')
    const viewer = auth.user!
    const page = await tagList({ ...asked, viewer })
    const unusedCount = await countUnusedTags()
    return view.render('library/tags/index', { ...page, asked, unusedCount, user: viewer })
  }

  async edit(ctx: HttpContext) {
    const tag = await this.#find(ctx)
    const counts = await tagCounts([tag.id], ctx.auth.user!)
    return ctx.view.render('library/tags/edit', { tag, count: counts.get(tag.id) ?? 0 })
  }

  async update(ctx: HttpContext) {
    const tag = await this.#find(ctx)
    const { name, parent } = await ctx.request.validateUsing(tagValidator)
    const refused = await refuseTag(ctx, () => changeTag(tag, { name, parent: parent ?? null }))
    if (!refused) notify(ctx, { text: `Saved “${tag.name}”` })
    return ctx.response.redirect().toRoute('library.tags.edit', [tag.id])
  }

  async destroy(ctx: HttpContext) {
    const tag = await this.#find(ctx)
    const refused = await refuseTag(ctx, () => deleteTag(tag))
    if (refused) return ctx.response.redirect().toRoute('library.tags.edit', [tag.id])
    notify(ctx, { text: `Deleted the tag “${tag.name}”` })
    return ctx.response.redirect().toRoute('library.tags.index')
  }

  async #find({ request, bouncer }: HttpContext) {
    await bouncer.with(TagPolicy).authorize('edit')
    const { params } = await request.validateUsing(idValidator)
    return Tag.query().where('id', params.id).preload('aliases').preload('parent').firstOrFail()
  }
}
