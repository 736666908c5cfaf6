import type { HttpContext } from '@adonisjs/core/http'
import { Exception } from '@adonisjs/core/exceptions'
import { notify, wantsFragment } from '#core/htmx'
import { findAsset } from '#library/curation/item'
import { assetUrl, libraryUrl } from '#library/gallery/addresses'
import { parseQuery } from '#library/search/language'
import TrashPolicy from '#trash/policies/trash_policy'
import { changeTrash } from '#trash/selection'
import { trashPage } from '#trash/trash_page'
import { trashingValidator, trashListValidator } from '#trash/validators'

export default class TrashedAssetsController {
  async index(ctx: HttpContext) {
    await ctx.bouncer.with(TrashPolicy).authorize('list')
    const asked = await ctx.request.validateUsing(trashListValidator)
    const page = await trashPage({ ...asked, mine: !!asked.mine, viewer: ctx.auth.user! })
    const template = wantsFragment(ctx) ? 'trash/items/_list' : 'trash/items/index'
    return ctx.view.render(template, { ...page, asked })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(TrashPolicy).authorize('move')
    const { ids = [], all, q = '', next } = await ctx.request.validateUsing(trashingValidator)
    const by = ctx.auth.user!
    if (!all && ids.length === 1) {
      await ctx.bouncer.with(TrashPolicy).authorize('trash', await findAsset(by, ids[0]))
    }
    const { error } = parseQuery(all ? q : '')
    if (error) throw new Exception(`The search is not clear: ${error.message}`, { status: 422 })
    const done = await changeTrash({ verb: 'trash', selection: all ? { q } : { ids }, by })
    if (!all && !ids.length) {
      notify(ctx, { text: 'Nothing is selected: tick some pictures first.', tone: 'error' })
    } else notify(ctx, { text: done.text, changeId: done.count ? done.changeId : undefined })
    if (wantsFragment(ctx)) return ctx.view.render('trash/items/_gone', { ids: done.ids })
    if (next) return ctx.response.redirect(assetUrl(next, q))
    return ctx.response.redirect(libraryUrl({ q }))
  }
}
