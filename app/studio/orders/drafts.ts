import type User from '#accounts/models/user'
import { withForm } from '#studio/catalog/describing'
import { TemplateError } from '#studio/expanding'
import Order from '#studio/models/order'
import type Project from '#studio/models/project'
import { saveDraft } from '#studio/ordering/drafting'
import { placeOrder } from '#studio/ordering/placing'
import { modelOf, visibleVersion } from '#studio/orders/form'
import { readOrderForm, type TypedOrder } from '#studio/orders/reading_form'
import { AlreadyPlaced, type Confirmed, NeedsConfirmation, OrderRefused } from '#studio/refusing'

interface Place {
  project: Project
  by: User
  /** The draft it was written down in before. */
  order?: Order
  /** Of the form, by which it is found where it was not known yet. */
  formKey?: string
}

/** Name of field → what is wrong there; under `order` what no field is to blame for. */
export type Problems = Record<string, string>

/** Writes down what is typed, as far as it can be read; what cannot stands among the problems. */
export async function keepDraft(typed: TypedOrder, place: Place) {
  const model = await modelOf(typed.choose ?? typed.model ?? null)
  if (model && typed.choose) await withForm(model)
  const { draft, problems } = readOrderForm(typed, model)
  const version = await visibleVersion(typed.templateVersion ?? null, place.by)
  const order = await saveDraft({ ...draft, templateVersionId: version?.id ?? null }, place)
  return { order, model, problems }
}

/**
 * Writes it down and orders it. Where something stands against that it stays a draft, and the problems
 * say what. What was ordered already is answered as it is, and not new.
 */
export async function orderTyped(
  typed: TypedOrder,
  place: Place
): Promise<{ order: Order; problems: Problems; isNew: boolean }> {
  try {
    return { ...(await orderOnce(typed, place)), isNew: true }
  } catch (error) {
    if (!(error instanceof AlreadyPlaced)) throw error
    return { order: await Order.findOrFail(error.orderId), problems: {}, isNew: false }
  }
}

async function orderOnce(typed: TypedOrder, place: Place) {
  const { order, problems } = await keepDraft(typed, place)
  if (Object.keys(problems).length) return { order, problems }
  return orderDraft(order, typed)
}

/** Orders what a draft says. Where something stands against that it stays a draft, and the problems say what. */
export async function orderDraft(
  draft: Order,
  { confirmed }: { confirmed?: Confirmed }
): Promise<{ order: Order; problems: Problems }> {
  try {
    return { order: await placeOrder(draft, { confirmed }), problems: {} }
  } catch (error) {
    return { order: draft, problems: problemsOf(error) }
  }
}

function problemsOf(error: unknown): Problems {
  if (error instanceof TemplateError) {
    return { [fieldNamed(error.field)]: `${error.message} Column ${error.column}.` }
  }
  if (error instanceof NeedsConfirmation) {
    return { [`confirmed[${error.question}]`]: error.message }
  }
  if (!(error instanceof OrderRefused) || error instanceof AlreadyPlaced) throw error
  if (!error.fields.length) return { order: error.message }
  const fields = error.fields.map(({ name, message }) => [
    name === 'model' ? name : `parameters[${name}]`,
    message,
  ])
  return Object.fromEntries(fields)
}

/** `parameters.steps` as the form calls it. */
function fieldNamed(field: string) {
  const [, group, name] = /^(parameters|variables)\.(.+)$/.exec(field) ?? []
  if (!group) return field
  return `${group === 'parameters' ? 'vary' : group}[${name}]`
}
