import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import TemplatePolicy from '#studio/policies/template_policy'
import { findTemplate, setFavourite } from '#studio/templates/templates'
import { templateIdValidator } from '#studio/templates/validators'

export default class TemplateFavouritesController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(TemplatePolicy).authorize('list')
    return this.#set(ctx, true)
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(TemplatePolicy).authorize('list')
    return this.#set(ctx, false)
  }

  async #set(ctx: HttpContext, favourite: boolean) {
    const { params } = await ctx.request.validateUsing(templateIdValidator)
    const template = await findTemplate(ctx.auth.user!, params.id)
    await setFavourite(template, ctx.auth.user!, favourite)
    if (!wantsFragment(ctx)) return ctx.response.redirect().back()
    return ctx.view.render('studio/templates/_favourite', { template, favourite })
  }
}
