import { hostname } from 'node:os'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'

const name = `${hostname()} ${process.pid}`
const startedAt = DateTime.now()
/** Beats missed, and a worker counts as gone. */
const silence = { minutes: 3 }

/** What a worker does every minute, so that others see that it is there; those long silent are forgotten. */
export async function beat() {
  const row = { name, started_at: stored(startedAt), beat_at: stored(DateTime.now()) }
  await db.connection().knexQuery().table('workers').insert(row).onConflict('name').merge()
  await db
    .from('workers')
    .where('beat_at', '<', stored(DateTime.now().minus({ days: 1 })))
    .delete()
}

/** When a worker last showed that it is alive; null where none ever did. */
export async function lastBeat(): Promise<DateTime | null> {
  const row = await db.from('workers').max('beat_at as beat').firstOrFail()
  if (!row.beat) return null
  return row.beat instanceof Date ? DateTime.fromJSDate(row.beat) : DateTime.fromSQL(row.beat)
}

export const isAlive = (beatAt: DateTime | null) =>
  beatAt !== null && beatAt > DateTime.now().minus(silence)

const stored = (time: DateTime) => time.toFormat(db.connection().dialect.dateTimeFormat)
