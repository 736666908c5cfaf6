import { column } from '@adonisjs/lucid/orm'
import { OrderOutputSchema } from '#database/schema'
import { json } from '#core/json_column'
import type { ProviderFault } from '#studio/providers/faults'
import type { RemoteOutput } from '#studio/providers/shapes'

/** What the provider said of it, without its bytes: those lie in staging. */
export type OutputSource = Omit<RemoteOutput, 'source' | 'expiresAt'> & {
  url?: string
  authorized?: boolean
}

/** One picture (or film, or sound) of an attempt, until it lies in the library. */
export default class OrderOutput extends OrderOutputSchema {
  declare state: 'waiting' | 'stored' | 'failed'

  @column(json)
  declare source: OutputSource

  @column(json)
  declare error: ProviderFault | null
}
