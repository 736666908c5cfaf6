import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { refreshModelsLater } from '#studio/catalog/refreshing'
import { modelRefreshValidator } from '#studio/catalog/validators'
import { usableCredentials } from '#studio/credentials'
import ModelPolicy from '#studio/policies/model_policy'

export default class ModelRefreshesController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(ModelPolicy).authorize('refresh')
    const { query } = await ctx.request.validateUsing(modelRefreshValidator)
    const credentials = await usableCredentials()
    if (!credentials.length) {
      notify(ctx, { text: 'There is no provider to ask yet.', tone: 'error' })
      return ctx.response.redirect().toRoute('studio.models.index')
    }
    const run = await refreshModelsLater({ credentials, query, by: ctx.auth.user! })
    return ctx.response.redirect().toRoute('queue.runs.show', { id: run.id })
  }
}
