import { column } from '@adonisjs/lucid/orm'
import { JobRunItemSchema } from '#database/schema'
import { json } from '#core/json_column'
import type User from '#accounts/models/user'

export const itemStates = ['queued', 'done', 'failed', 'skipped'] as const
export type ItemState = (typeof itemStates)[number]

export default class JobRunItem extends JobRunItemSchema {
  declare state: ItemState

  @column(json)
  declare payload: Record<string, any>

  /** Whether `run.record` has already written the result beside the effect. */
  recorded = false

  /** Of other people's private things administrators see that they are worked on, not which they are. */
  showTo(viewer: User) {
    const { audience = 0 } = this.payload
    if (audience === 0 || audience === viewer.id) return this
    Object.assign(this, { label: 'A private item', message: null, assetId: null })
    return this
  }
}
