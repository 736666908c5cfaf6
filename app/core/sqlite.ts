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
  keepStatements(connection)
  connection.exec(pragmas.join(';'), (error: Error | null) => done(error))
}

type Answer = (error: Error | null, rows?: unknown[]) => void

/** So many statements stay prepared in each connection. */
const mostKept = 100

/**
 * sqlite3 prepares a statement anew each time it is asked, on another thread and at the
 * price of finding a row or two: here it stays prepared for the next time its text comes.
 * One that is in use, or has failed, is nobody else's.
 */
function keepStatements(connection: any) {
  const { Statement } = require('sqlite3')
  const kept = new Map<string, any>()
  const close = connection.close.bind(connection)

  connection.all = (text: string, bindings: unknown[], answer: Answer) => {
    const statement =
      kept.get(text) ??
      new Statement(connection, text, (error: Error | null) => error && answer(error))
    kept.delete(text)
    statement.all(bindings, (error: Error | null, rows?: unknown[]) => {
      if (error || kept.has(text)) statement.finalize()
      else kept.set(text, statement)
      if (kept.size > mostKept) drop(kept.keys().next().value!)
      answer(error, rows)
    })
  }
  connection.close = (answer: (error: Error | null) => void) => {
    for (const text of kept.keys()) drop(text)
    close(answer)
  }

  function drop(text: string) {
    kept.get(text).finalize()
    kept.delete(text)
  }
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
 * Since 3.46 SQLite plans a statement anew, each time it runs, for the number bound to its LIMIT:
 * for a row or two that costs as much as finding them. Knex, which has read the number, writes
 * it out here.
 */
export function writeLimitsOut() {
  const Compiler = require('knex/lib/dialects/sqlite3/query/sqlite-querycompiler.js')
  const limit = Compiler.prototype.limit
  Compiler.prototype.limit = function () {
    this.single.skipBinding = { ...this.single.skipBinding, limit: true }
    return limit.call(this)
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
