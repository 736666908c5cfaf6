import { errors } from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { savedViewJson } from '#api/curation/saved_view_json'
import { newSavedViewValidator, savedViewUpdateValidator } from '#api/curation/validators'
import { answerWithEtag, requireMatch } from '#api/etag'
import { idValidator } from '#api/validators'
import { isNameTaken, saveView, tidy, viewsOf } from '#library/curation/views'
import SavedView from '#library/models/saved_view'
import ViewPolicy from '#library/policies/view_policy'

/** Each person's own. */
export default class SavedViewsController {
  async index({ auth, bouncer }: HttpContext) {
    await bouncer.with(ViewPolicy).authorize('list')
    const views = await viewsOf(auth.getUserOrFail())
    return { items: views.map(savedViewJson) }
  }

  /** The same name again takes the new search, as on the page. */
  async store({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(ViewPolicy).authorize('create')
    const { pinned = false, ...sent } = await request.validateUsing(newSavedViewValidator)
    const saved = await saveView({ ...sent, pinned, by: auth.getUserOrFail() })
    response.status(201)
    return savedViewJson(saved)
  }

  async show(ctx: HttpContext) {
    return answerWithEtag(ctx, savedViewJson(await this.#load(ctx)))
  }

  async update(ctx: HttpContext) {
    const savedView = await this.#load(ctx)
    const { query, ...sent } = await ctx.request.validateUsing(savedViewUpdateValidator)
    requireMatch(ctx, savedViewJson(savedView))
    if (sent.name && (await isNameTaken(savedView, sent.name))) {
      const message = 'You have another view of this name.'
      throw new errors.E_VALIDATION_ERROR([{ field: 'name', rule: 'unique', message }])
    }
    if (query !== undefined) savedView.query = tidy(query)
    await savedView.merge(sent).save()
    return answerWithEtag(ctx, savedViewJson(savedView))
  }

  async destroy(ctx: HttpContext) {
    const savedView = await this.#load(ctx)
    await savedView.delete()
    return ctx.response.status(204)
  }

  async #load({ request, auth, bouncer }: HttpContext) {
    const { params } = await request.validateUsing(idValidator)
    const savedView = await SavedView.query()
      .withScopes((scopes) => scopes.of(auth.getUserOrFail()))
      .where('id', params.id)
      .firstOrFail()
    await bouncer.with(ViewPolicy).authorize('edit', savedView)
    return savedView
  }
}
