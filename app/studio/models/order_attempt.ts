import { belongsTo, column, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { OrderAttemptSchema } from '#database/schema'
import { json } from '#core/json_column'
import OrderItem from '#studio/models/order_item'
import OrderOutput from '#studio/models/order_output'
import ProviderCredential from '#studio/models/provider_credential'
import type { ProviderKey } from '#studio/providers/contract'
import type { ProviderFault } from '#studio/providers/faults'
import type { Json, RemoteReference } from '#studio/providers/shapes'

export const endedStages = ['done', 'failed', 'cancelled'] as const

/** These take a place of their account. */
export const stagesInFlight = ['submitting', 'remote_queued', 'running'] as const

/** One paid POST, written before it is sent. */
export default class OrderAttempt extends OrderAttemptSchema {
  declare stage:
    | 'waiting_slot'
    | 'submitting'
    | 'remote_queued'
    | 'running'
    | 'downloading'
    | 'done'
    | 'failed'
    | 'cancelled'
  declare provider: ProviderKey
  declare cancelAnswer: 'cancelled' | 'requested' | 'too_late' | 'unsupported' | null

  /** The parameters as they were sent, so that a lost one can be recognised; of files inside them their hash. */
  @column(json)
  declare request: Record<string, Json>

  @column(json)
  declare remote: RemoteReference | null

  @column(json)
  declare error: ProviderFault | null

  @belongsTo(() => OrderItem)
  declare item: BelongsTo<typeof OrderItem>

  @belongsTo(() => ProviderCredential, { foreignKey: 'credentialId' })
  declare credential: BelongsTo<typeof ProviderCredential>

  @hasMany(() => OrderOutput, { foreignKey: 'attemptId' })
  declare outputs: HasMany<typeof OrderOutput>
}
