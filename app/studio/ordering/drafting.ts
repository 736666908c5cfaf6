import type User from '#accounts/models/user'
import Order from '#studio/models/order'
import type Project from '#studio/models/project'
import ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import type { Recipe } from '#studio/expanding'
import { OrderRefused } from '#studio/refusing'

/** What a person has filled in so far; everything may still be missing. */
export interface Draft extends Recipe {
  modelId: number | null
  templateVersionId: number | null
}

/** Writes a new draft into a project, or what was changed of one. Throws OrderRefused where it was placed meanwhile. */
export async function saveDraft(
  draft: Partial<Draft>,
  { project, by, order }: { project: Project; by: User; order?: Order }
): Promise<Order> {
  if (order && !order.isDraft) throw new OrderRefused(alreadyPlaced)
  const kept = order ?? new Order().merge({ userId: by.id, ...emptyRecipe, state: 'draft' })
  kept.merge({ ...draft, projectId: project.id })
  if (draft.modelId !== undefined) await chooseModel(kept, draft.modelId)
  return kept.save()
}

/** A draft like this order, for whoever wants it again or a little different. */
export async function cloneOrder(order: Order, { by }: { by: User }): Promise<Order> {
  const { projectId, credentialId, modelId, provider, modelRef, modelName } = order
  return Order.create({
    ...{ projectId, credentialId, modelId, provider, modelRef, modelName },
    ...recipeOf(order),
    templateVersionId: order.templateVersionId,
    clonedFromId: order.id,
    userId: by.id,
    state: 'draft',
  })
}

/** What is expanded, out of an order or a version of a template. */
export function recipeOf(order: Order): Recipe {
  const { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count, variables } = order
  return { prompt, negativePrompt, parameters, mode, seed, seedPolicy, count, variables }
}

export const alreadyPlaced =
  'This order is placed and stays as it is. Clone it to order something else.'

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

async function chooseModel(order: Order, modelId: number | null) {
  const model = modelId === null ? null : await ProviderModel.findOrFail(modelId)
  const credential = model && (await ProviderCredential.findOrFail(model.credentialId))
  order.merge({
    modelId,
    credentialId: credential?.id ?? null,
    provider: credential?.provider ?? null,
    modelRef: model?.ref ?? null,
    modelName: model?.name ?? null,
  })
}
