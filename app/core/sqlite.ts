import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

const pragmas = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA busy_timeout = 8000',
  'PRAGMA foreign_keys = ON',
  'PRAGMA trusted_schema = OFF',
  'PRAGMA temp_store = MEMORY',
  'PRAGMA cache_size = -32768',
  'PRAGMA journal_size_limit = 67108864',
]

/** What every SQLite connection of the pool is set to, under either driver. */
export function configureConnection(connection: any, done: (error?: Error | null) => void) {
  if (typeof connection.pragma === 'function') {
    for (const pragma of pragmas) connection.exec(pragma)
    return done(null)
  }
  connection.exec(pragmas.join(';'), (error: Error | null) => done(error))
}

/**
 * Lets a statement's `timeout(…, { cancel: true })` stop SQLite as it stops Postgres. The
 * connection is given back when the statement has really ended: the interruption would hit
 * the next one too. Better-sqlite3 runs a statement in one go, so that nothing can stop it.
 */
export function makeInterruptible() {
  const Client = require('knex/lib/dialects/sqlite3/index.js')
  Client.prototype.canCancelQuery = true
  Client.prototype.cancelQuery = async (connection: any) => {
    connection.interrupt()
    const again = setInterval(() => connection.interrupt(), 20)
    await new Promise((resolve) => connection.wait(resolve))
    clearInterval(again)
  }
}

/**
 * Knex opens SQLite transactions with a plain BEGIN. One that reads and then
 * writes cannot be upgraded while another process writes, and fails at once
 * whatever the busy timeout: measured, 15 % of them with two processes. Knex
 * also goes on after a BEGIN that failed, with a connection already given back;
 * here the transaction is refused before any of its work is done.
 */
export function beginImmediate() {
  const Transaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction.js')
  Transaction.prototype.begin = function (connection: unknown) {
    return this.trxClient.query(connection, 'BEGIN IMMEDIATE;')
  }
}
