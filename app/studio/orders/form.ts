import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { likePattern } from '#library/search/fields/names'
import { parameterForm } from '#studio/forms/fields'
import type Order from '#studio/models/order'
import ProviderModel from '#studio/models/provider_model'
import TemplateVersion from '#studio/models/template_version'
import { elsewhere } from '#studio/orders/reading_form'
import { summaryOf } from '#studio/orders/summary'
import { orderableProjects } from '#studio/projects/projects'

const modelsShown = 60

/** Everything the form of an order shows; the order need not be written down yet. */
export async function orderForm(order: Order, viewer: User, { find }: { find?: string } = {}) {
  const [projects, model, choices, inputs] = await Promise.all([
    orderableProjects(viewer),
    modelOf(order.modelId),
    modelChoices(viewer, find),
    inputsOf(order),
  ])
  const specs = model?.parameters ?? []
  return {
    ...{ order, projects, model, choices, find, inputs },
    form: model && parameterForm(specs, order.parameters, undefined, { elsewhere }),
    asksNegative: !model || specs.some(({ role }) => role === 'negative_prompt'),
    asksSeed: !model || specs.some(({ role }) => role === 'seed'),
    ...(await summaryOf(order, model, {})),
  }
}

/** The chosen model with the form it has. */
export function modelOf(id: number | null) {
  return ProviderModel.query()
    .where('id', id ?? 0)
    .preload('credential')
    .first()
}

/** What is searched for, by name; a star is what this person likes. */
export async function modelChoices(viewer: User, find = '') {
  const models = await ProviderModel.query()
    .whereHas('credential', (credentials) => credentials.whereNull('removed_at'))
    .whereRaw(`lower(name) LIKE ? ESCAPE '\\'`, [`%${likePattern(find.toLowerCase(), '=')}%`])
    .preload('credential')
    .orderByRaw('id IN (SELECT model_id FROM model_favourites WHERE user_id = ?) DESC', [viewer.id])
    .orderByRaw('lower(name), id')
    .limit(modelsShown + 1)
  const favourites = await db
    .from('model_favourites')
    .where('user_id', viewer.id)
    .select('model_id')
  return {
    models: models.slice(0, modelsShown),
    more: models.length > modelsShown,
    favourites: new Set(favourites.map((row) => row.model_id as number)),
  }
}

/** The inputs declared by the template it comes from, and others it was filled in for. */
async function inputsOf(order: Order) {
  const id = order.templateVersionId
  const version = id ? await TemplateVersion.find(id) : null
  const declared = version?.inputs ?? []
  const more = Object.keys(order.variables ?? {})
    .filter((name) => !declared.some((input) => input.name === name))
    .map((name) => ({ name, label: name, default: '' }))
  return [...declared, ...more]
}
