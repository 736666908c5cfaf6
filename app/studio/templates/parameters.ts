import { errors } from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { parameterForm } from '#studio/forms/fields'
import { readParameters } from '#studio/forms/reading'
import ProviderModel from '#studio/models/provider_model'
import { elsewhere } from '#studio/orders/reading_form'
import type { Json } from '#studio/providers/shapes'
import { readParameterLines, valueOf, writeParameterLines } from '#studio/templates/parameter_lines'
import type { templateParametersValidator } from '#studio/templates/validators'

type Typed = Infer<typeof templateParametersValidator>
type Named = { provider?: string | null; modelRef?: string | null }

/** The fields of the model a template is meant for, filled in; lines to write where it is meant for none that is known. */
export async function templateParameters(named: Named, values: Record<string, Json>) {
  const model = await knownModel(named)
  const form = model && parameterForm(model.parameters!, values, undefined, { elsewhere })
  return { form, lines: writeParameterLines(values) }
}

/** What was typed into either. Throws at the field. */
export async function readTemplateParameters(typed: Typed): Promise<Record<string, Json>> {
  if (!typed.parameters) return readParameterLines(typed.parameterLines)
  const model = await knownModel(typed)
  if (!model) return readLoosely(typed)
  const {
    values,
    errors: wrong,
    further,
  } = readParameters(model.parameters!, model.schema, typed, { elsewhere })
  refuse(typed, { ...wrong, ...(typed.further && further && { further }) })
  return values
}

/** Where the form was of a model that is not chosen any more: what it may mean to another one. */
export function readLoosely({ parameters = {}, vary = {} }: Typed): Record<string, Json> {
  const typed = [...Object.entries(parameters), ...Object.entries(vary)].filter(
    ([, value]) => value
  )
  return Object.fromEntries(typed.map(([name, value]) => [name, valueOf(String(value))]))
}

/** What is left out now is filled in when it is ordered. */
function refuse({ parameters = {}, vary = {} }: Typed, problems: Record<string, string>) {
  const messages = Object.entries(problems).flatMap(([name, message]) => {
    if (name === 'further') return [{ field: name, rule: 'parameter', message }]
    if (!parameters[name] && !vary[name]) return []
    const field = `${vary[name] ? 'vary' : 'parameters'}[${name}]`
    return [{ field, rule: 'parameter', message }]
  })
  if (messages.length) throw new errors.E_VALIDATION_ERROR(messages)
}

/** Of an account that is still there, with the form its provider published. */
function knownModel({ provider, modelRef }: Named) {
  return ProviderModel.query()
    .withScopes((scopes) => scopes.usable())
    .where('provider_models.ref', modelRef ?? '')
    .whereNotNull('provider_models.parameters')
    .whereHas('credential', (credentials) => {
      if (provider) credentials.where('provider', provider)
    })
    .first()
}
