import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import Order from '#studio/models/order'
import type Project from '#studio/models/project'
import ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import type { Recipe } from '#studio/expanding'
import { AlreadyPlaced } from '#studio/refusing'

/** What a person has filled in so far; everything may still be missing. */
export interface Draft extends Recipe {
  modelId: number | null
  templateVersionId: number | null
}

interface Writing {
  project: Project
  by: User
  /** The draft it was written into before. */
  order?: Order
  /** Of the form: what is sent twice is written into one draft. */
  formKey?: string
}

/** Writes a new draft into a project, or what was changed of one. Throws AlreadyPlaced where it was placed meanwhile. */
export async function saveDraft(draft: Partial<Draft>, writing: Writing): Promise<Order> {
  const chosen = draft.modelId === undefined ? {} : await modelColumns(draft.modelId)
  return db.transaction(async (trx) => {
    const order = await writtenBefore(trx, writing)
    if (order && !order.isDraft) throw new AlreadyPlaced(order.id)
    const kept = order ?? newDraft(writing).useTransaction(trx)
    kept.formKey ??= randomUUID()
    return kept.merge({ ...draft, ...chosen, projectId: writing.project.id }).save()
  })
}

async function writtenBefore(trx: TransactionClientContract, { order, by, formKey }: Writing) {
  const orders = Order.query({ client: trx }).forUpdate()
  if (order) return orders.where('id', order.id).firstOrFail()
  return formKey ? orders.where({ userId: by.id, formKey }).first() : null
}

function newDraft({ by, formKey }: Writing) {
  return new Order().merge({ userId: by.id, ...emptyRecipe, state: 'draft', formKey })
}

/** Throws a draft away; AlreadyPlaced where it is none any more. */
export async function throwAway(order: Order) {
  const deleted = await db.from('orders').where({ id: order.id, state: 'draft' }).delete()
  if (!Number(deleted)) throw new AlreadyPlaced(order.id)
}

/** A draft like this order, for whoever wants it again or a little different. */
export async function cloneOrder(order: Order, { by }: { by: User }): Promise<Order> {
  const { projectId, credentialId, modelId, provider, modelRef, modelName } = order
  return Order.create({
    ...{ projectId, credentialId, modelId, provider, modelRef, modelName },
    ...recipeOfOrder(order),
    templateVersionId: order.templateVersionId,
    clonedFromId: order.id,
    formKey: randomUUID(),
    userId: by.id,
    state: 'draft',
  })
}

/** What a person wrote of an order. */
export function recipeOfOrder(order: Order): Recipe {
  const { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count, variables } = order
  return { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count, variables }
}

/** What it is expanded from. Without a seed every order draws its own, which it has from its first preview on. */
export function recipeToExpand(order: Order): Recipe {
  return { ...recipeOfOrder(order), seed: order.seed ?? order.formKey }
}

export const emptyRecipe: Recipe = {
  prompt: '',
  negativePrompt: '',
  parameters: {},
  mode: 'combinatorial',
  seed: null,
  seedPolicy: 'random',
  count: 1,
  variables: {},
}

async function modelColumns(modelId: number | null) {
  const model = modelId === null ? null : await ProviderModel.findOrFail(modelId)
  const credential = model && (await ProviderCredential.findOrFail(model.credentialId))
  return {
    modelId,
    credentialId: credential?.id ?? null,
    provider: credential?.provider ?? null,
    modelRef: model?.ref ?? null,
    modelName: model?.name ?? null,
  }
}
