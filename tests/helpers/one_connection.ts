import { AsyncLocalStorage } from 'node:async_hooks'
import db from '@adonisjs/lucid/services/db'
import { QueryClient } from '@adonisjs/lucid/database'

const transactions = new AsyncLocalStorage<true>()

/**
 * Makes a query fail that is asked beside the transaction it stands in, without
 * `{ client: trx }`: such a one waits for a second connection while it holds the
 * first, and as many of them as the pool has connections wait for each other.
 */
export function refuseSecondConnections() {
  const { transaction } = QueryClient.prototype
  QueryClient.prototype.transaction = function (this: QueryClient, work?: any, options?: any) {
    const inside = (trx: unknown) => transactions.run(true, () => work(trx))
    return transaction.call<QueryClient, any[], any>(
      this,
      typeof work === 'function' ? inside : work,
      options
    )
  } as typeof transaction

  const { client } = db.connection().getWriteClient() as any
  const acquire = client.acquireConnection
  client.acquireConnection = function () {
    if (!transactions.getStore()) return acquire.call(this)
    throw new Error('A query inside of a transaction asks for a connection of its own')
  }
}
