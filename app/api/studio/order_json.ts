import { anything, integer, list, number, object, orNull, text, time } from '#api/schemas'
import { modes, seedPolicies } from '#studio/expanding'
import { orderStates } from '#studio/models/order'
import type Order from '#studio/models/order'
import type { ShownItem } from '#studio/orders/page'

const counts = object({ total: integer, done: integer, failed: integer, cancelled: integer })

export const orderSchema = object({
  id: integer,
  project_id: integer,
  user_id: integer,
  state: { enum: orderStates },
  provider: orNull(text),
  model_id: orNull(integer),
  model: orNull(text),
  prompt: text,
  negative_prompt: text,
  parameters: anything,
  mode: { enum: modes },
  seed: orNull(text),
  seed_policy: { enum: seedPolicies },
  count: integer,
  variables: anything,
  items: counts,
  estimate: orNull(number),
  currency: orNull(text),
  placed_at: orNull(time),
  cancel_asked_at: orNull(time),
  finished_at: orNull(time),
  url: text,
})

const itemSchema = object({
  id: integer,
  position: integer,
  state: { enum: ['queued', 'running', 'succeeded', 'failed', 'cancelled'] },
  prompt: text,
  negative_prompt: orNull(text),
  parameters: anything,
  choices: anything,
  seed: orNull(text),
  error: orNull(text),
  asset_ids: list(integer),
})

export const orderDetailSchema = object({
  order: orderSchema,
  items: list(itemSchema),
  next: orNull(text),
})

const micros = 1_000_000

export function orderJson(order: Order) {
  const { estimate } = order
  return {
    id: order.id,
    project_id: order.projectId,
    user_id: order.userId,
    state: order.state,
    provider: order.provider,
    model_id: order.modelId,
    model: order.modelName,
    prompt: order.prompt,
    negative_prompt: order.negativePrompt,
    parameters: order.parameters,
    mode: order.mode,
    seed: order.seed,
    seed_policy: order.seedPolicy,
    count: order.count,
    variables: order.variables,
    items: {
      total: order.itemsTotal,
      done: order.itemsDone,
      failed: order.itemsFailed,
      cancelled: order.itemsCancelled,
    },
    estimate: estimate === null ? null : Number(estimate) / micros,
    currency: order.estimateCurrency,
    placed_at: order.placedAt?.toISO() ?? null,
    cancel_asked_at: order.cancelAskedAt?.toISO() ?? null,
    finished_at: order.finishedAt?.toISO() ?? null,
    url: `/api/orders/${order.id}`,
  }
}

export function orderItemJson({ item, pictures }: ShownItem) {
  return {
    id: item.id,
    position: item.position,
    state: item.state,
    prompt: item.prompt,
    negative_prompt: item.negativePrompt,
    parameters: item.parameters,
    choices: item.choices,
    seed: item.seed,
    error: item.error?.providerMessage ?? item.error?.code ?? null,
    asset_ids: pictures.map(({ id }) => id),
  }
}
