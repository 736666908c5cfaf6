import { guidanceFor } from '#studio/guidance'
import type Order from '#studio/models/order'
import type OrderAttempt from '#studio/models/order_attempt'
import type OrderItem from '#studio/models/order_item'
import type ProviderModel from '#studio/models/provider_model'
import { adapterFor } from '#studio/providers/registry'

interface Badge {
  label: string
  tone?: 'good' | 'warn' | 'bad' | 'accent'
  icon?: string
}

const states: Record<Order['state'], Badge> = {
  draft: { label: 'Draft', icon: 'pencil' },
  queued: { label: 'Waiting', icon: 'clock' },
  running: { label: 'Running', tone: 'accent', icon: 'play' },
  succeeded: { label: 'Done', tone: 'good', icon: 'check' },
  partial: { label: 'Partly done', tone: 'warn', icon: 'triangle-alert' },
  failed: { label: 'Failed', tone: 'bad', icon: 'circle-alert' },
  cancelled: { label: 'Cancelled', icon: 'ban' },
}

const itemStates: Record<OrderItem['state'], Badge> = {
  queued: { label: 'Waiting' },
  running: { label: 'Running', tone: 'accent' },
  succeeded: { label: 'Done', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled' },
}

const stages: Partial<Record<OrderAttempt['stage'], string>> = {
  waiting_slot: 'Waiting for its turn',
  submitting: 'Being sent',
  remote_queued: 'In the queue of the provider',
  running: 'Being made',
  downloading: 'Being fetched',
}

export const stateName = (state: Order['state']) => states[state].label
export const itemStateName = (state: OrderItem['state']) => itemStates[state].label

/** The badge of an order. */
export function orderBadge(order: Order): Badge {
  if (order.isUnfinished && order.cancelAskedAt)
    return { label: 'Cancelling', tone: 'warn', icon: 'ban' }
  return states[order.state]
}

/** The badge of an item: the stage of its attempt says more than its state, while there is one. */
export function itemBadge(item: OrderItem, attempt: OrderAttempt | null): Badge {
  const stage = attempt && stages[stageOf(attempt)]
  if (!stage || !['queued', 'running'].includes(item.state)) return itemStates[item.state]
  const ahead = attempt.stage === 'remote_queued' && attempt.queuePosition
  return { ...itemStates[item.state], label: ahead ? `${stage}, place ${ahead}` : stage }
}

/** Where the answer is the result, it is made while it is still being sent. */
function stageOf({ stage, progress }: OrderAttempt) {
  return stage === 'submitting' && progress ? 'running' : stage
}

/** Why an item failed or waits, and what to do about it; null where all is well. */
export function troubleOf(order: Order, item: OrderItem, attempt: OrderAttempt | null) {
  const isWaiting = item.state === 'queued' || item.state === 'running'
  const fault = item.error ?? (isWaiting ? attempt?.error : null)
  if (!fault || !order.provider) return null
  const { name: provider, accountUrl } = adapterFor(order.provider)
  const model = order.modelName ?? undefined
  return { ...guidanceFor(fault, { provider, model, accountUrl }), isWaiting }
}

/** "12 of 40 made · 2 failed · 1 cancelled" */
export function orderCounts(order: Order) {
  const parts = [`${number(order.itemsDone)} of ${number(order.itemsTotal)} made`]
  if (order.itemsFailed) parts.push(`${number(order.itemsFailed)} failed`)
  if (order.itemsCancelled) parts.push(`${number(order.itemsCancelled)} cancelled`)
  return parts.join(' · ')
}

/** The name of an order, which has none: its number, and how its prompt begins. */
export function orderTitle({ id, prompt }: Order) {
  return prompt ? `#${id} ${prompt.slice(0, 80).trim()}` : `#${id}`
}

export const providerName = ({ provider }: Order) => (provider ? adapterFor(provider).name : '')

const fieldLabels: Record<string, string> = {
  prompt: 'Prompt',
  negativePrompt: 'Negative prompt',
  seed: 'Seed',
  count: 'Count',
  model: 'Model',
  further: 'Further parameters',
}

/** A field of the form, as it is labelled there. */
export function fieldLabel(name: string, model: ProviderModel | null) {
  const [, parameter] = /^(?:parameters|vary)\[(.+)\]$/.exec(name) ?? []
  const spec = model?.parameters?.find((each) => each.name === parameter)
  return spec?.label ?? parameter ?? fieldLabels[name] ?? name
}

/** A value of a parameter, or what else is kept as JSON, as text. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const number = (value: number) => value.toLocaleString('en')

/** What this item has of what varies; a choice that nobody named has only a number, which says nothing. */
export function drawnOf({ choices, seed }: OrderItem) {
  const drawn = Object.entries(choices).map(([name, value]) =>
    /^\d+$/.test(name) ? value : `${name}: ${value}`
  )
  return [...drawn, ...(seed ? [`seed: ${seed}`] : [])].join(' · ')
}
