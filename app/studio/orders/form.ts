import type User from '#accounts/models/user'
import { modelList } from '#studio/catalog/listing'
import { accountsOf } from '#studio/credentials/accounts'
import { parameterForm } from '#studio/forms/fields'
import type Order from '#studio/models/order'
import ProviderModel from '#studio/models/provider_model'
import TemplateVersion from '#studio/models/template_version'
import { elsewhere } from '#studio/orders/reading_form'
import { summaryOf } from '#studio/orders/summary'
import { closedProject, orderableProjects, whyClosed } from '#studio/projects/projects'

/** Everything the form of an order shows; the order need not be written down yet. */
export async function orderForm(order: Order, viewer: User, { find }: { find?: string } = {}) {
  const [projects, model, choices, inputs] = await Promise.all([
    orderableProjects(viewer),
    modelOf(order.modelId),
    modelChoices(viewer, find),
    inputsOf(order, viewer),
  ])
  const specs = model?.parameters ?? []
  const closed = await closedProject(viewer, order.projectId, projects)
  const summary = await summaryOf(order, model, {})
  return {
    ...{ order, projects, model, choices, find, inputs },
    closed: closed && whyClosed(closed),
    form: model && parameterForm(specs, order.parameters, atParameters(summary), { elsewhere }),
    asksNegative: !model || specs.some(({ role }) => role === 'negative_prompt'),
    asksSeed: !model || specs.some(({ role }) => role === 'seed'),
    ...summary,
  }
}

/** The problems of the parameters by their own names. */
function atParameters({ problems }: { problems: Record<string, string> }) {
  const named = Object.entries(problems).flatMap(([field, text]): [string, string][] => {
    const [, name] = /^(?:parameters|vary)\[(.+)\]$/.exec(field) ?? []
    return name ? [[name, text]] : []
  })
  return { errors: Object.fromEntries(named), further: problems.further }
}

/** The chosen model with the form it has. */
export function modelOf(id: number | null) {
  return ProviderModel.query()
    .where('id', id ?? 0)
    .preload('credential')
    .first()
}

/** The version of a template it comes from, where this person may see that. */
export function visibleVersion(id: number | null, viewer: User) {
  return TemplateVersion.query()
    .withScopes((scopes) => scopes.visibleTo(viewer))
    .where('id', id ?? 0)
    .first()
}

/** What is searched for; else the favourites of this person, and all where there are none. */
export async function modelChoices(viewer: User, find?: string) {
  const list = await choicesFor(viewer, find)
  const accounts = await accountsOf(
    list.models.map(({ credential }) => credential),
    Date.now()
  )
  const waiting = accounts.filter(({ status }) => status.tone === 'warn' || status.tone === 'bad')
  const labels = waiting.map(({ credential, status }) => [credential.id, status.label] as const)
  /** What is to be said of the accounts that make nothing just now. */
  return { ...list, waiting: new Map(labels) }
}

async function choicesFor(viewer: User, find?: string) {
  if (find) return modelList({ search: find }, viewer)
  const favourites = await modelList({ favourite: true }, viewer)
  return favourites.models.length ? favourites : modelList({}, viewer)
}

/** The inputs declared by the template it comes from, and others it was filled in for. */
async function inputsOf(order: Order, viewer: User) {
  const version = await visibleVersion(order.templateVersionId, viewer)
  const declared = version?.inputs ?? []
  const more = Object.keys(order.variables ?? {})
    .filter((name) => !declared.some((input) => input.name === name))
    .map((name) => ({ name, label: name, default: '' }))
  return [...declared, ...more]
}
