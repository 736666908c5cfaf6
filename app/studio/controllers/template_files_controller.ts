import { readFile } from 'node:fs/promises'
import { errors } from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import TemplatePolicy from '#studio/policies/template_policy'
import { exportTemplate, importTemplate } from '#studio/templates/sharing'
import { findTemplate, versionOf } from '#studio/templates/templates'
import { templateFileValidator, templatePageValidator } from '#studio/templates/validators'

/** A template as a JSON file, to give to others. */
export default class TemplateFilesController {
  async show({ request, response, bouncer, auth }: HttpContext) {
    const { params, version } = await request.validateUsing(templatePageValidator)
    const template = await findTemplate(auth.user!, params.id)
    await bouncer.with(TemplatePolicy).authorize('show', template)
    response.attachment(`${template.name.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim()}.json`)
    return response.json(exportTemplate(template, await versionOf(template, version)))
  }

  async store({ request, response, bouncer, auth, session }: HttpContext) {
    await bouncer.with(TemplatePolicy).authorize('create')
    const { template: file } = await request.validateUsing(templateFileValidator)
    try {
      const json = JSON.parse(await readFile(file.tmpPath!, 'utf8'))
      const template = await importTemplate(json, auth.user!)
      return response.redirect().toRoute('studio.templates.show', [template.id])
    } catch (error) {
      const isNone = error instanceof SyntaxError || error instanceof errors.E_VALIDATION_ERROR
      if (!isNone) throw error
      const text = 'This is no template that was saved here. Choose the JSON file of one.'
      session.flash('inputErrorsBag', { template: [text] })
      return response.redirect().toRoute('studio.templates.index')
    }
  }
}
