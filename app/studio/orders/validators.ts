import vine from '@vinejs/vine'
import { orderStates } from '#studio/models/order'

const id = () => vine.number().withoutDecimals().positive()
const params = () => vine.object({ id: id() })

export const orderIdValidator = vine.create({ params: params() })

export const orderIndexValidator = vine.create({
  state: vine.enum(orderStates).optional(),
  project: id().optional(),
  before: id().optional(),
})

export const orderPageValidator = vine.create({
  params: params(),
  state: vine.enum(itemStates()).optional(),
  after: vine.number().withoutDecimals().min(0).optional(),
})

function itemStates() {
  return ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
}
