import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import TemplatePolicy from '#studio/policies/template_policy'
import { templateDetails, templateForm, templatePage } from '#studio/templates/page'
import { templateList } from '#studio/templates/list'
import { newTemplate } from '#studio/templates/sources'
import { createTemplate, findTemplate, updateTemplate } from '#studio/templates/templates'
import {
  newTemplateValidator,
  templateIdValidator,
  templateIndexValidator,
  templatePageValidator,
  templateValidator,
} from '#studio/templates/validators'

export default class TemplatesController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(TemplatePolicy).authorize('list')
    const asked = await request.validateUsing(templateIndexValidator)
    const state = await templateList(auth.user!, asked)
    return view.render('studio/templates/index', { ...state, asked, user: auth.user! })
  }

  async create({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(TemplatePolicy).authorize('create')
    const from = await request.validateUsing(newTemplateValidator)
    const details = await newTemplate(auth.user!, from)
    return view.render('studio/templates/create', await templateForm(details, details.version))
  }

  async store({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(TemplatePolicy).authorize('create')
    const typed = await request.validateUsing(templateValidator)
    const template = await createTemplate(await templateDetails(typed), auth.user!)
    return response.redirect().toRoute('studio.templates.show', [template.id])
  }

  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params, version } = await request.validateUsing(templatePageValidator)
    const template = await findTemplate(auth.user!, params.id)
    await bouncer.with(TemplatePolicy).authorize('show', template)
    const can = { edit: await bouncer.with(TemplatePolicy).allows('edit', template) }
    const page = await templatePage(template, auth.user!, version)
    return view.render('studio/templates/show', { ...page, can, user: auth.user! })
  }

  async edit(ctx: HttpContext) {
    const template = await this.#editable(ctx)
    const { version } = await ctx.request.validateUsing(templatePageValidator)
    const page = await templatePage(template, ctx.auth.user!, version)
    return ctx.view.render('studio/templates/edit', {
      ...page,
      ...(await templateForm(template, page.version)),
    })
  }

  async update(ctx: HttpContext) {
    const template = await this.#editable(ctx)
    const typed = await ctx.request.validateUsing(templateValidator)
    const { number } = await updateTemplate(template, await templateDetails(typed), ctx.auth.user!)
    notify(ctx, { text: `Saved, version ${number}` })
    return ctx.response.redirect().toRoute('studio.templates.show', [template.id])
  }

  async destroy(ctx: HttpContext) {
    const template = await this.#editable(ctx)
    await template.delete()
    notify(ctx, { text: `Deleted the template “${template.name}”. Orders made with it stay.` })
    return ctx.response.redirect().toRoute('studio.templates.index')
  }

  async #editable({ request, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(templateIdValidator)
    const template = await findTemplate(auth.user!, params.id)
    await bouncer.with(TemplatePolicy).authorize('edit', template)
    return template
  }
}
