import type { HttpContext } from '@adonisjs/core/http'
import PromptPolicy from '#studio/policies/prompt_policy'
import { bestPrompts, pastPrompts } from '#studio/prompts/history'
import { historyValidator } from '#studio/prompts/validators'

/** What a person ordered before, and what they made of it. */
export default class PromptsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(PromptPolicy).authorize('list')
    const asked = await request.validateUsing(historyValidator)
    const state =
      asked.show === 'best'
        ? await bestPrompts(auth.user!)
        : await pastPrompts(auth.user!, asked.before)
    return view.render('studio/prompts/index', { ...state, asked, user: auth.user! })
  }
}
