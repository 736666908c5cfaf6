import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import { swap } from '#core/htmx'
import { addFavourite, removeFavourite } from '#studio/catalog/favourites'
import { findModel } from '#studio/catalog/finding'
import { modelIdValidator } from '#studio/catalog/validators'
import type ProviderModel from '#studio/models/provider_model'
import ModelPolicy from '#studio/policies/model_policy'

export default class ModelFavouritesController {
  async store(ctx: HttpContext) {
    const model = await this.#find(ctx)
    await addFavourite(model, ctx.auth.user!)
    return this.#answer(ctx, model, true)
  }

  async destroy(ctx: HttpContext) {
    const model = await this.#find(ctx)
    await removeFavourite(model, ctx.auth.user!)
    return this.#answer(ctx, model, false)
  }

  async #find({ request, bouncer }: HttpContext) {
    const { params } = await request.validateUsing(modelIdValidator)
    const model = await findModel(params.id)
    await bouncer.with(ModelPolicy).authorize('show', model)
    return model
  }

  #answer(ctx: HttpContext, model: ProviderModel, favourite: boolean) {
    const page = router.makeUrl('studio.models.show', [model.id])
    return swap(ctx, 'studio/models/_favourite', { model, favourite }, page)
  }
}
