import type { HttpContext } from '@adonisjs/core/http'
import TemplatePolicy from '#studio/policies/template_policy'
import { readLoosely, templateParameters } from '#studio/templates/parameters'
import { templateParametersValidator } from '#studio/templates/validators'

/** The fields of the parameters of a template, while its model is chosen. */
export default class TemplateParametersController {
  async index({ request, view, bouncer }: HttpContext) {
    await bouncer.with(TemplatePolicy).authorize('create')
    const typed = await request.validateUsing(templateParametersValidator)
    const parameters = await templateParameters(typed, readLoosely(typed))
    return view.render('studio/templates/_parameters', { parameters })
  }
}
