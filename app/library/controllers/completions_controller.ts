import type { HttpContext } from '@adonisjs/core/http'
import { completionValidator } from '#library/gallery/validators'
import AssetPolicy from '#library/policies/asset_policy'
import { complete } from '#library/search/completion'
import { parseQuery } from '#library/search/language'

/** What may follow in the search box, and what is wrong with what stands there. */
export default class CompletionsController {
  async index({ request, bouncer, auth }: HttpContext) {
    await bouncer.with(AssetPolicy).authorize('list')
    const { text = '', caret = text.length } = await request.validateUsing(completionValidator)
    return {
      error: parseQuery(text).error ?? null,
      suggestions: await complete({ text, caret, viewer: auth.user! }),
    }
  }
}
