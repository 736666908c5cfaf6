import type { HttpContext } from '@adonisjs/core/http'
import { wantsFragment } from '#core/htmx'
import TemplatePolicy from '#studio/policies/template_policy'
import { previewOf } from '#studio/previewing'
import {
  recipeOfTemplate,
  sampleVariables,
  textsOf,
  versionFields,
} from '#studio/templates/recipes'
import { previewValidator } from '#studio/templates/validators'

/** What a form would make, while it is written; nothing is kept. */
export default class PreviewsController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(TemplatePolicy).authorize('list')
    const typed = await ctx.request.validateUsing(previewValidator)
    const fields = await versionFields(typed)
    const recipe = recipeOfTemplate(fields, sampleVariables())
    const preview = await previewOf(recipe, textsOf(fields.parameters))
    const page = wantsFragment(ctx) ? '_preview' : 'show'
    return ctx.view.render(`studio/previews/${page}`, { preview, fields, typed })
  }
}
