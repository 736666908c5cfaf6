import type { HttpContext } from '@adonisjs/core/http'
import { modelJson } from '#api/studio/studio_json'
import { modelListValidator } from '#api/studio/validators'
import { idValidator } from '#api/validators'
import { findModel } from '#studio/catalog/finding'
import { modelList } from '#studio/catalog/listing'
import ModelPolicy from '#studio/policies/model_policy'

export default class ModelsController {
  async index({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(ModelPolicy).authorize('list')
    const { cursor: after, ...asked } = await request.validateUsing(modelListValidator)
    const { models, next } = await modelList({ ...asked, after }, auth.getUserOrFail())
    return { items: models.map(modelJson), next: next === null ? null : String(next) }
  }

  /** With the parameters it takes, as far as its provider was asked already. */
  async show({ request, bouncer }: HttpContext) {
    const { params } = await request.validateUsing(idValidator)
    const model = await findModel(params.id)
    await bouncer.with(ModelPolicy).authorize('show', model)
    return { ...modelJson(model), parameters: model.parameters ?? [] }
  }
}
