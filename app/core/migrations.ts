import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import { copyDatabase } from '#core/database_copy'
import { Refusal } from '#core/refusal'

/**
 * Brings the database up to this version of the code. An existing one is copied first.
 * Answers the names of the migrations that ran and the path of the copy, if one was made.
 */
export async function migrate() {
  const { pending, isNew } = await migrationState()
  if (pending.length === 0) return { ran: [], copy: undefined }

  const copy = isNew ? undefined : await copyDatabase('before-migration')
  const runner = newRunner()
  await runner.run()
  if (runner.error) throw runner.error
  await refuseBrokenReferences()
  return { ran: pending, copy }
}

/** Migrates and says in one line each what was done, if anything was. */
export async function migrateAndTell(tell: (line: string) => void) {
  const { ran, copy } = await migrate()
  if (copy) tell(`The database was copied to ${copy}.`)
  if (ran.length > 0) tell(`${ran.length} migrations have run.`)
}

/** For processes that serve: throws a Refusal unless database and code are of the same version. */
export async function refuseUnlessMigrated() {
  const { pending } = await migrationState()
  if (pending.length === 0) return
  throw new Refusal(
    `The database is older than this version of Atelier (${pending.length} migrations are pending): ` +
      'start with `npm start`, which copies the database and then migrates it.'
  )
}

async function migrationState() {
  const runner = newRunner()
  const list = await runner.getList()
  const names = (status: string) =>
    list.filter((one) => one.status === status).map((one) => one.name)
  const newer = names('corrupt')
  if (newer.length > 0) {
    throw new Refusal(
      `The database was written by a newer version of Atelier (it knows ${newer.at(-1)}, this version does not): ` +
        'update Atelier, or point DATA_DIR at the copy in backups/ made before that update.'
    )
  }
  return { pending: names('pending'), isNew: names('migrated').length === 0 }
}

const newRunner = () => new MigrationRunner(db, app, { direction: 'up' })

/** Changing a table in SQLite may need foreign keys to be off for a moment. */
async function refuseBrokenReferences() {
  if (db.connection().dialect.name === 'postgres') return
  const broken = await db.rawQuery('PRAGMA foreign_key_check')
  if (broken.length > 0) throw new Error(`${broken.length} rows refer to rows that are not there`)
}
