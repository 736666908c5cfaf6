import { BaseEvent } from '@adonisjs/core/events'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** These assets went into the trash or came out of it; who shows them elsewhere follows in the same transaction. */
export default class TrashChanged extends BaseEvent {
  constructor(public changed: { trx: TransactionClientContract; assetIds: number[] }) {
    super()
  }
}
