import type { HttpContext } from '@adonisjs/core/http'
import { orRefuse } from '#api/studio/refusing'
import { expansionValidator } from '#api/studio/validators'
import { previewRecipe } from '#studio/expanding'
import { emptyRecipe } from '#studio/ordering/drafting'
import TemplatePolicy from '#studio/policies/template_policy'
import { sampleVariables } from '#studio/templates/recipes'

/** What a prompt with tokens would become; nothing is kept or made. */
export default class ExpansionsController {
  async store({ request, bouncer }: HttpContext) {
    await bouncer.with(TemplatePolicy).authorize('list')
    const {
      limit = 20,
      negative_prompt: negativePrompt = '',
      seed_policy: seedPolicy = 'random',
      variables,
      ...sent
    } = await request.validateUsing(expansionValidator)
    const recipe = { ...emptyRecipe, ...sent, negativePrompt, seedPolicy }
    const filled = { ...recipe, variables: { ...sampleVariables(), ...variables } }
    const { total, items } = await orRefuse(previewRecipe(filled, [], limit))
    return {
      total: String(total),
      items: items.map(({ negativePrompt: negative, prompt, choices, seed }) => ({
        prompt,
        negative_prompt: negative,
        choices,
        seed,
      })),
    }
  }
}
