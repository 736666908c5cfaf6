import { ownAssets } from '#library/seeing'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import library from '#config/library'
import { startRun } from '#queue/runs'
import type { Trashed } from '#trash/purging'
import { dayOf } from '#trash/rows'

/**
 * Notes that the library was awake today. A clock that was ahead and came back
 * leaves days that have not been yet; they are struck out.
 */
export async function noteDay(now = DateTime.now()) {
  const today = dayOf(now)
  await db.transaction(async (trx) => {
    await trx.from('trash_days').where('day', '>', today).delete()
    const known = await trx.from('trash_days').where('day', today).first()
    if (!known) await trx.table('trash_days').insert({ day: today })
  })
}

/**
 * What has been in the trash for so many days, the oldest first, read page by page.
 * Two clocks must agree: the time of day says that so many times 24 hours are
 * over, and on so many days between then and today the library was awake. A
 * clock that jumps ahead proves one day at most, and that only once it stood
 * there until the next.
 */
export async function* expiredAssets(days: number, now = DateTime.now()): AsyncIterable<Expired> {
  const until = await expiryTime(days, now)
  if (!until) return
  const expired = () => trashed().where('deleted_at', '<=', sqlTime(until))
  yield* pagesOf((last) => {
    const query = expired().orderByRaw('deleted_at, id')
    return last ? query.whereRaw('(deleted_at, id) > (?, ?)', [last.deletedAt, last.id]) : query
  })
}

/** What was put away until then has been there long enough; null where nothing has. */
async function expiryTime(days: number, now: DateTime) {
  const byClock = now.minus({ hours: 24 * days })
  if (!days) return byClock
  const awake = await daysAwake(now)
  const last = awake.toSorted().at(-days)
  const byDays = last && DateTime.fromISO(last, { zone: 'utc' }).minus({ seconds: 1 })
  return byDays ? DateTime.min(byClock, byDays) : null
}

/** What of theirs a person may purge after so many days in the trash, the oldest first and 500 at most. */
export async function trashedBefore(days: number, by: User): Promise<number[]> {
  const own = ownAssets(by, 'assets')
  const rows = await db
    .from('assets')
    .where('deleted_at', '<=', sqlTime(DateTime.now().minus({ days })))
    .whereRaw(own.sql, own.bindings)
    .orderBy('deleted_at')
    .limit(500)
    .select('id')
  return rows.map(({ id }) => id)
}

/** For each time something was put away, how many days it stays at least; null where nothing goes by age. */
export async function daysLeft(
  times: DateTime[],
  now = DateTime.now()
): Promise<(number | null)[]> {
  const days = library.trashRetentionDays
  if (!days) return times.map(() => null)
  const awake = await daysAwake(now)
  return times.map((time) => {
    const over = Math.floor(now.diff(time).as('days'))
    return Math.max(0, days - Math.min(over, countAfter(awake, dayOf(time))))
  })
}

/** The oldest, as many as have to go so that what stays takes at most `quota` bytes; the newest of them first. */
export async function* assetsBeyond(quota: number): AsyncIterable<Expired> {
  let bytes = 0
  const newestFirst = pagesOf((last) => {
    const query = trashed().whereNotNull('trash_path').orderByRaw('deleted_at DESC, id DESC')
    return last ? query.whereRaw('(deleted_at, id) < (?, ?)', [last.deletedAt, last.id]) : query
  })
  for await (const asset of newestFirst) {
    bytes += Number(asset.size)
    if (bytes > quota) yield asset
  }
}

/** What the settings say has to go, each once. */
export async function* expiredBySettings(): AsyncIterable<Expired> {
  const { trashRetentionDays: days, trashQuota: quota } = library
  const until = days ? await expiryTime(days, DateTime.now()) : null
  if (days) yield* expiredAssets(days)
  if (quota === null) return
  for await (const asset of assetsBeyond(quota)) {
    if (!until || timeOf(asset.deletedAt) > until) yield asset
  }
}

/** Begins a run of the system's own where something has to go. */
export async function purgeExpired() {
  await noteDay()
  const { done: nothing } = await expiredBySettings()[Symbol.asyncIterator]().next()
  if (nothing) return
  const title = 'Purge what was in the trash for long'
  await startRun({ kind: 'trash.purge_assets', title, user: null, uniqueKey: 'expired' })
}

/** What is about to be purged, and its bytes. */
export interface Expired extends Trashed {
  name: string
  size: number
  audience: number
}

const columns = ['id', 'deleted_at as deletedAt', 'file_name as name', 'size', 'audience']

const trashed = () => db.from('assets').whereNotNull('deleted_at').select(columns)

const pageSize = 500

/** All rows of a query that can go on behind a row. */
async function* pagesOf(behind: (last?: Expired) => ReturnType<typeof trashed>) {
  for (let page: Expired[] = await behind().limit(pageSize); page.length;) {
    yield* page
    page = page.length < pageSize ? [] : await behind(page.at(-1)).limit(pageSize)
  }
}

async function daysAwake(now: DateTime): Promise<string[]> {
  const days = await db.from('trash_days').where('day', '<', dayOf(now)).select('day')
  return days.map(({ day }) => day)
}

const countAfter = (days: string[], after: string) => days.filter((day) => day > after).length

const timeOf = (value: string | Date) =>
  value instanceof Date ? DateTime.fromJSDate(value) : DateTime.fromSQL(value)

const sqlTime = (time: DateTime) =>
  time.setZone('local').toFormat(db.connection().dialect.dateTimeFormat)
