import { errors } from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { idValidator, viewValidator } from '#library/curation/validators'
import { isNameTaken, saveView, tidy, viewCounts, viewsOf } from '#library/curation/views'
import SavedView from '#library/models/saved_view'
import ViewPolicy from '#library/policies/view_policy'

export default class ViewsController {
  async index({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(ViewPolicy).authorize('list')
    const views = await viewsOf(auth.user!)
    const counts = await viewCounts(auth.user!, views.slice(0, 30))
    const countOf = Object.fromEntries(counts.map(({ id, count }) => [id, count]))
    return view.render('library/views/index', { views, countOf })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(ViewPolicy).authorize('create')
    const details = await ctx.request.validateUsing(viewValidator)
    const saved = await saveView({ ...details, pinned: !!details.pinned, by: ctx.auth.user! })
    notify(ctx, { text: `Saved as “${saved.name}”` })
    return ctx.response.redirect(saved.href)
  }

  async edit(ctx: HttpContext) {
    return ctx.view.render('library/views/edit', { savedView: await this.#find(ctx) })
  }

  async update(ctx: HttpContext) {
    const savedView = await this.#find(ctx)
    const { query, pinned, ...details } = await ctx.request.validateUsing(viewValidator)
    if (await isNameTaken(savedView, details.name)) {
      const message = 'You have another view of this name.'
      throw new errors.E_VALIDATION_ERROR([{ field: 'name', rule: 'unique', message }])
    }
    await savedView.merge({ ...details, query: tidy(query), pinned: !!pinned }).save()
    notify(ctx, { text: 'Saved' })
    return ctx.response.redirect().toRoute('library.views.index')
  }

  async destroy(ctx: HttpContext) {
    const savedView = await this.#find(ctx)
    await savedView.delete()
    notify(ctx, { text: `Deleted the view “${savedView.name}”` })
    return ctx.response.redirect().toRoute('library.views.index')
  }

  async #find({ request, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(idValidator)
    const savedView = await SavedView.query()
      .withScopes((scopes) => scopes.of(auth.user!))
      .where('id', params.id)
      .firstOrFail()
    await bouncer.with(ViewPolicy).authorize('edit', savedView)
    return savedView
  }
}
