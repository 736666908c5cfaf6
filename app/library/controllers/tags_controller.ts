import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { changeTag, deleteTag, type TagPlace } from '#library/curation/tag_keeping'
import { countUnusedTags, findTag, tagCounts, tagList } from '#library/curation/tag_list'
import { refuseTag } from '#library/controllers/tag_refusals'
import { idValidator, listValidator, tagValidator } from '#library/curation/validators'
import type Tag from '#library/models/tag'
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
    const { name, parent, seen, forgetName } = await ctx.request.validateUsing(tagValidator)
    await refuseTag(ctx, async () => {
      const former = await changeTag(tag, { name, parent, seen, forgetName })
      notify(ctx, { text: `Saved “${tag.name}”`, undo: former && undoOf(tag, former) })
    })
    return ctx.response.redirect().toRoute('library.tags.edit', [tag.id])
  }

  async destroy(ctx: HttpContext) {
    const tag = await this.#find(ctx)
    const refused = await refuseTag(ctx, () => deleteTag(tag))
    if (refused) return ctx.response.redirect().toRoute('library.tags.edit', [tag.id])
    notify(ctx, { text: `Deleted the tag “${tag.name}”` })
    return ctx.response.redirect().toRoute('library.tags.index')
  }

  async #find({ request, bouncer, auth }: HttpContext) {
    await bouncer.with(TagPolicy).authorize('edit')
    const { params } = await request.validateUsing(idValidator)
    return findTag(auth.user!, params.id)
  }
}

/** The same form, filled in with what was there before. */
function undoOf({ id, slug }: Tag, { name, parent, forgetName }: TagPlace) {
  return {
    url: router.makeUrl('library.tags.update', [id], { qs: { _method: 'PUT' } }),
    fields: { name, parent: parent ?? '', seen: slug, ...(forgetName && { forgetName: '1' }) },
  }
}
