import { randomUUID } from 'node:crypto'
import type User from '#accounts/models/user'
import { findAsset } from '#library/curation/item'
import { withForm } from '#studio/catalog/describing'
import type { Recipe } from '#studio/expanding'
import Order from '#studio/models/order'
import OrderItem from '#studio/models/order_item'
import type Project from '#studio/models/project'
import ProviderModel from '#studio/models/provider_model'
import type Template from '#studio/models/template'
import { emptyRecipe, recipeOfOrder } from '#studio/ordering/drafting'
import { findOrder } from '#studio/orders/list'
import { orderableProjects } from '#studio/projects/projects'
import type { Json, ParameterSpec } from '#studio/providers/shapes'
import { templateFromAsset } from '#studio/templates/sources'
import { recipeOfTemplate } from '#studio/templates/recipes'
import { findTemplate, versionOf, visibleTemplate } from '#studio/templates/templates'
import { literal } from '#studio/tokens/literal'

export interface StartingPoint {
  from_order?: number
  from_asset?: number
  prompt?: string | null
  /** Something like it, instead of the very same: another seed each, and four of them. */
  vary?: boolean
  project?: number
  model?: number
  template?: number
}

interface Start {
  recipe: Recipe
  modelId?: number | null
  projectId?: number
  templateVersionId?: number
}

/** An order that is not written down yet, filled with what it begins with. */
export async function newOrder(viewer: User, asked: StartingPoint) {
  const project = await projectFor(viewer, asked.project)
  const begun = await begin(viewer, asked, project)
  const modelId = asked.model ?? begun.modelId ?? project?.defaults.modelId
  const model = modelId ? await ProviderModel.find(modelId) : null
  if (model) await withForm(model)
  const recipe = asked.vary ? varied(begun.recipe) : begun.recipe
  return new Order().fill({
    ...recipe,
    parameters: forModel(recipe.parameters, model, project),
    projectId: asked.project ?? begun.projectId ?? project?.id,
    modelId: model?.id ?? null,
    templateVersionId: begun.templateVersionId ?? null,
    userId: viewer.id,
    formKey: randomUUID(),
    state: 'draft',
  })
}

async function projectFor(viewer: User, id?: number): Promise<Project | undefined> {
  const projects = await orderableProjects(viewer)
  return id ? projects.find((project) => project.id === id) : projects.at(0)
}

async function begin(viewer: User, asked: StartingPoint, project?: Project): Promise<Start> {
  if (asked.from_order) return fromOrder(await findOrder(viewer, asked.from_order))
  if (asked.from_asset) return fromAsset(viewer, asked.from_asset)
  if (asked.prompt) return { recipe: { ...emptyRecipe, prompt: asked.prompt } }
  if (asked.template) return fromTemplate(await findTemplate(viewer, asked.template))
  const usual = await visibleTemplate(viewer, project?.defaults.templateId)
  return usual ? fromTemplate(usual) : { recipe: emptyRecipe }
}

function fromOrder(order: Order): Start {
  const { modelId, projectId, templateVersionId } = order
  return {
    recipe: recipeOfOrder(order),
    modelId,
    projectId,
    templateVersionId: templateVersionId ?? undefined,
  }
}

/** What was ordered is ordered with its model and exactly what was sent; any other picture says itself what it was made with. */
async function fromAsset(viewer: User, id: number): Promise<Start> {
  const asset = await findAsset(viewer, id)
  const item = await OrderItem.query()
    .whereHas('products', (products) => products.where('asset_id', asset.id))
    .whereHas('order', (orders) => orders.withScopes((scopes) => scopes.visibleTo(viewer)))
    .preload('order')
    .orderBy('id', 'desc')
    .first()
  if (!item) return { recipe: recipeOfTemplate(templateFromAsset(asset).version) }
  const { prompt, negativePrompt, parameters, seed, order } = item
  return {
    modelId: order.modelId,
    recipe: {
      ...emptyRecipe,
      prompt: literal(prompt),
      negativePrompt: literal(negativePrompt),
      ...{ parameters, seed, seedPolicy: seed ? 'fixed' : 'random' },
    },
  }
}

async function fromTemplate(template: Template): Promise<Start> {
  const version = await versionOf(template)
  const model = await ProviderModel.query()
    .where('ref', version.modelRef ?? '')
    .whereHas('credential', (credentials) => {
      credentials.whereNull('removed_at').where('provider', version.provider ?? '')
    })
    .first()
  return { recipe: recipeOfTemplate(version), modelId: model?.id, templateVersionId: version.id }
}

function varied(recipe: Recipe): Recipe {
  return { ...recipe, seed: null, seedPolicy: 'random', count: 4 }
}

/** What the model has a parameter for, by its name or by what the studio knows it as; the size of the project where nothing else is said. */
function forModel(
  parameters: Record<string, Json>,
  model: ProviderModel | null,
  project?: Project
): Record<string, Json> {
  if (!model?.parameters) return parameters
  const known: Record<string, Json> = { ...sizeOf(project), ...parameters }
  const fitting = model.parameters.flatMap((spec): [string, Json][] => {
    const value = [spec.name, spec.role ?? '', ...(others[spec.name] ?? [])]
      .map((name) => known[name])
      .find((given) => given !== undefined)
    return value === undefined || isAskedElsewhere(spec) ? [] : [[spec.name, value]]
  })
  return Object.fromEntries(fitting)
}

/** What providers call what the library calls otherwise. */
const others: Record<string, string[]> = {
  num_inference_steps: ['steps'],
  guidance_scale: ['cfg'],
  guidance: ['cfg'],
  cfg_scale: ['cfg'],
  sampler_name: ['sampler'],
  denoising_strength: ['denoise'],
  strength: ['denoise'],
}

const isAskedElsewhere = ({ role }: ParameterSpec) =>
  role === 'prompt' || role === 'negative_prompt' || role === 'seed'

/** The size a project begins its orders with. */
export function sizeOf(project?: Project): Record<string, Json> {
  const { width, height } = project?.defaults ?? {}
  return { ...(width && { width }), ...(height && { height }) }
}
