import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { changeModel, enterModel } from '#studio/catalog/entering'
import { findModel } from '#studio/catalog/finding'
import { modelFilters, modelList } from '#studio/catalog/listing'
import { bindingRows, entryForm, modelPage } from '#studio/catalog/page'
import {
  modelChangeValidator,
  modelEntryFormValidator,
  modelEntryValidator,
  modelIdValidator,
  modelIndexValidator,
} from '#studio/catalog/validators'
import ModelPolicy from '#studio/policies/model_policy'

export default class ModelsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(ModelPolicy).authorize('list')
    const asked = await request.validateUsing(modelIndexValidator)
    const [list, filters, { credentials }] = await Promise.all([
      modelList(asked, auth.user!),
      modelFilters(),
      entryForm(),
    ])
    const page = { ...list, filters, asked, enterable: credentials.length > 0 }
    return view.render('studio/models/index', { ...page, user: auth.user! })
  }

  async create({ request, view, bouncer }: HttpContext) {
    await bouncer.with(ModelPolicy).authorize('create')
    const { credentialId } = await request.validateUsing(modelEntryFormValidator)
    return view.render('studio/models/create', await entryForm(credentialId))
  }

  async store({ request, response, bouncer }: HttpContext) {
    await bouncer.with(ModelPolicy).authorize('create')
    const entered = await request.validateUsing(modelEntryValidator)
    const model = await enterModel(entered)
    return response
      .redirect()
      .toRoute(model.workflow ? 'studio.models.edit' : 'studio.models.show', [model.id])
  }

  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(modelIdValidator)
    const model = await findModel(params.id)
    await bouncer.with(ModelPolicy).authorize('show', model)
    return view.render('studio/models/show', await modelPage(model, auth.user!))
  }

  async edit(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(modelIdValidator)
    const model = await this.#editable(ctx, params.id)
    return ctx.view.render('studio/models/edit', { model, rows: bindingRows(model) })
  }

  async update(ctx: HttpContext) {
    const { params, ...changes } = await ctx.request.validateUsing(modelChangeValidator)
    const model = await this.#editable(ctx, params.id)
    await changeModel(model, changes)
    notify(ctx, { text: 'Saved' })
    return ctx.response.redirect().toRoute('studio.models.show', [model.id])
  }

  async destroy(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(modelIdValidator)
    const model = await this.#editable(ctx, params.id)
    await model.delete()
    notify(ctx, { text: `Removed “${model.name}”. Orders made with it stay.` })
    return ctx.response.redirect().toRoute('studio.models.index')
  }

  async #editable({ bouncer }: HttpContext, id: number) {
    const model = await findModel(id)
    await bouncer.with(ModelPolicy).authorize('edit', model)
    return model
  }
}
