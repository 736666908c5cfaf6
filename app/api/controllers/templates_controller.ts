import type { HttpContext } from '@adonisjs/core/http'
import { templateJson } from '#api/studio/studio_json'
import { templateListValidator, templateVersionValidator } from '#api/studio/validators'
import { idValidator } from '#api/validators'
import TemplatePolicy from '#studio/policies/template_policy'
import { templateList } from '#studio/templates/list'
import { findTemplate, versionOf } from '#studio/templates/templates'

export default class TemplatesController {
  async index({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(TemplatePolicy).authorize('list')
    const { cursor: before, ...asked } = await request.validateUsing(templateListValidator)
    const { cards, next } = await templateList(auth.getUserOrFail(), { ...asked, before })
    return {
      items: cards.map(({ template, version }) => templateJson(template, version)),
      next: next === null ? null : String(next),
    }
  }

  async show({ request, auth, bouncer }: HttpContext) {
    const { params } = await request.validateUsing(idValidator)
    const template = await findTemplate(auth.getUserOrFail(), params.id)
    await bouncer.with(TemplatePolicy).authorize('show', template)
    const { version } = await request.validateUsing(templateVersionValidator)
    return templateJson(template, await versionOf(template, version))
  }
}
