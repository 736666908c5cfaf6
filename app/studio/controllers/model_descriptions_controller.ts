import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { describeModel } from '#studio/catalog/describing'
import { findModel } from '#studio/catalog/finding'
import { modelIdValidator } from '#studio/catalog/validators'
import ModelPolicy from '#studio/policies/model_policy'
import { ProviderError } from '#studio/providers/faults'

export default class ModelDescriptionsController {
  async update(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(modelIdValidator)
    const model = await findModel(params.id)
    await ctx.bouncer.with(ModelPolicy).authorize('refresh')
    try {
      await describeModel(model)
      notify(ctx, { text: 'The parameters are up to date' })
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      notify(ctx, { text: `The provider could not be asked: ${error.message}`, tone: 'error' })
    }
    return ctx.response.redirect().toRoute('studio.models.show', [model.id])
  }
}
