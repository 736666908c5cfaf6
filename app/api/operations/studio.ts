import { assetSchema } from '#api/assets/asset_json'
import { operations } from '#api/operation'
import { anything, integer, list, object, orNull, text } from '#api/schemas'
import { orderDetailSchema, orderSchema } from '#api/studio/order_json'
import {
  modelDetailSchema,
  modelSchema,
  projectSchema,
  providerSchema,
  templateSchema,
} from '#api/studio/studio_json'
import {
  expansionValidator,
  modelListValidator,
  newOrderValidator,
  newProjectValidator,
  orderItemsValidator,
  orderListValidator,
  placementValidator,
  productListValidator,
  projectListValidator,
  projectUpdateValidator,
  stagingValidator,
  templateListValidator,
  templateVersionValidator,
} from '#api/studio/validators'
import { productStages } from '#studio/models/product'

const pageOf = (items: Record<string, unknown>) =>
  object({ items: list(items), next: orNull(text) })
const stage = { enum: productStages }

export const studioOperations = operations({
  'api.projects.index': {
    summary: 'Projects, newest first',
    scope: 'read',
    query: projectListValidator,
    answer: pageOf(projectSchema),
  },
  'api.projects.store': {
    summary: 'Make a project, with the collection its products are put into',
    scope: 'write',
    body: newProjectValidator,
    status: 201,
    answer: projectSchema,
  },
  'api.projects.show': { summary: 'A project', scope: 'read', answer: projectSchema },
  'api.projects.update': {
    summary: 'Change what is sent of a project; "archived" puts it away',
    scope: 'write',
    body: projectUpdateValidator,
    answer: projectSchema,
  },
  'api.products.index': {
    summary: 'What was made for a project, newest first',
    scope: 'read',
    query: productListValidator,
    answer: pageOf(object({ stage, asset: assetSchema })),
  },
  'api.products.update': {
    summary: 'Say how far pictures of a project are',
    scope: 'write',
    body: stagingValidator,
    answer: object({ ids: list(integer), stage }),
  },
  'api.orders.index': {
    summary: 'Orders of the projects you see and your own drafts, newest first',
    scope: 'read',
    query: orderListValidator,
    answer: pageOf(orderSchema),
  },
  'api.orders.show': {
    summary: 'An order with its items and the pictures that came of them',
    scope: 'read',
    query: orderItemsValidator,
    answer: orderDetailSchema,
  },
  'api.orders.store': {
    summary: 'Write a draft of an order; nothing is made or paid before it is placed',
    scope: 'generate',
    body: newOrderValidator,
    status: 201,
    answer: orderSchema,
  },
  'api.orders.destroy': {
    summary: 'Throw a draft of yours away',
    scope: 'generate',
    status: 204,
    answer: null,
  },
  'api.orders.placements.store': {
    summary: 'Place a draft: from now on it is made, and what its provider charges is spent',
    scope: 'generate',
    body: placementValidator,
    status: 202,
    answer: orderSchema,
  },
  'api.orders.cancellations.store': {
    summary: 'Ask that no more of an order is made; what was made is kept',
    scope: 'generate',
    answer: orderSchema,
  },
  'api.orders.retries.store': {
    summary: 'Make what failed once more; it may be charged again',
    scope: 'generate',
    body: placementValidator,
    answer: orderSchema,
  },
  'api.templates.index': {
    summary: 'Templates, newest first, each at its latest version',
    scope: 'read',
    query: templateListValidator,
    answer: pageOf(templateSchema),
  },
  'api.templates.show': {
    summary: 'A template at its latest version, or the one asked for',
    scope: 'read',
    query: templateVersionValidator,
    answer: templateSchema,
  },
  'api.models.index': {
    summary: 'Models of every account, by name',
    scope: 'read',
    query: modelListValidator,
    answer: pageOf(modelSchema),
  },
  'api.models.show': {
    summary: 'A model with the parameters it takes, where its provider was asked for them',
    scope: 'read',
    answer: modelDetailSchema,
  },
  'api.providers.index': {
    summary: 'Accounts at providers and how they are; never their keys',
    scope: 'admin',
    answer: object({ items: list(providerSchema) }),
  },
  'api.expansions.store': {
    summary: 'What a prompt with tokens would become; nothing is kept',
    scope: 'read',
    body: expansionValidator,
    answer: object({
      total: text,
      items: list(
        object({ prompt: text, negative_prompt: text, choices: anything, seed: orNull(text) })
      ),
    }),
  },
})
