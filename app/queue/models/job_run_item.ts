import { column } from '@adonisjs/lucid/orm'
import { JobRunItemSchema } from '#database/schema'
import { json } from '#core/json_column'

export const itemStates = ['queued', 'done', 'failed', 'skipped'] as const
export type ItemState = (typeof itemStates)[number]

export default class JobRunItem extends JobRunItemSchema {
  declare state: ItemState

  @column(json)
  declare payload: Record<string, any>

  /** Whether `run.record` has already written the result beside the effect. */
  recorded = false
}
