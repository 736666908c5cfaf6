import User from '#accounts/models/user'
import { type ExpandedItem, expandRecipe } from '#studio/expanding'
import { refuseHiddenFiles } from '#studio/forms/files'
import { checkParameters } from '#studio/forms/reading'
import type Order from '#studio/models/order'
import type ProviderModel from '#studio/models/provider_model'
import { recipeToExpand } from '#studio/ordering/drafting'
import { OrderRefused } from '#studio/refusing'

const unknownForm =
  'The parameters of this model are not known yet. Choose it again when its provider can be reached.'

/**
 * Everything an order makes, in its order; the parameters of each are final, under the provider's
 * names. Throws TemplateError where a template cannot be read or makes too much, and OrderRefused
 * where it makes nothing or what the model does not accept.
 */
export async function itemsOf(order: Order, model: ProviderModel): Promise<ExpandedItem[]> {
  const specs = model.parameters
  if (!specs) throw new OrderRefused(unknownForm, [{ name: 'model', message: unknownForm }])
  const items = await expandRecipe(recipeToExpand(order), specs)
  if (!items.length) throw new OrderRefused('This makes no picture at all.')
  const final = items.map((item) => ({ ...item, parameters: finalParameters(item, model) }))
  const person = await User.findOrFail(order.userId)
  refuseIfWrong(await refuseHiddenFiles(specs, final[0].parameters, person))
  return final
}

/** The item’s own prompt and seed go where the model wants them, and everything is read as its form says. */
export function finalParameters(item: ExpandedItem, { parameters, schema }: ProviderModel) {
  const specs = parameters ?? []
  const given = { ...item.parameters }
  for (const { name, role, required } of specs) {
    if (role === 'prompt' && required && !item.prompt.trim()) refuseIfWrong({ [name]: noPrompt })
    if (role === 'prompt') given[name] = item.prompt
    if (role === 'negative_prompt' && item.negativePrompt) given[name] = item.negativePrompt
    if (role === 'seed') given[name] = item.seed
  }
  const { values, errors, further } = checkParameters(specs, schema, given)
  refuseIfWrong(errors, further)
  return values
}

const noPrompt = 'Write what the picture shall show.'

function refuseIfWrong(errors: Record<string, string>, further?: string) {
  const fields = Object.entries(errors).map(([name, message]) => ({ name, message }))
  const said = [...fields.map(({ name, message }) => `${name}: ${message}`), further ?? []].flat()
  if (said.length) throw new OrderRefused(said.join(' '), fields)
}
