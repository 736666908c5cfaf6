import { errors } from '@vinejs/vine'
import { TemplateError } from '#studio/expanding'
import type { Problems } from '#studio/orders/drafts'
import { NeedsConfirmation, OrderRefused } from '#studio/refusing'

/** Throws a 422 with what stands against an order, at the fields as the API names them. */
export function refuseProblems(problems: Problems) {
  const found = Object.entries(problems)
  if (found.length === 0) return
  throw new errors.E_VALIDATION_ERROR(
    found.map(([field, message]) => ({ field: fieldName(field), message, rule: 'order' }))
  )
}

/** Does it; what the studio refuses is told as a 422 at its field. */
export async function orRefuse<Answer>(act: Promise<Answer>): Promise<Answer> {
  try {
    return await act
  } catch (error) {
    if (error instanceof TemplateError) {
      const message = `${error.message} Column ${error.column}.`
      refuseProblems({ [error.field]: message })
    }
    if (error instanceof NeedsConfirmation) {
      refuseProblems({ [`confirmed.${error.question}`]: error.message })
    }
    if (error instanceof OrderRefused) refuseProblems({ order: error.message })
    throw error
  }
}

/** `vary[steps]` and `parameters[steps]` are fields of the form; here both are `parameters.steps`. */
function fieldName(field: string) {
  const names: Record<string, string> = { negativePrompt: 'negative_prompt', model: 'model_id' }
  return names[field] ?? field.replace(/^vary/, 'parameters').replace(/\[(.+)\]$/, '.$1')
}
