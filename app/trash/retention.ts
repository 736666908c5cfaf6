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
 * What has been in the trash for so many days, the oldest first.
 * Two clocks must agree: the time of day says that so many times 24 hours are
 * over, and on so many days between then and today the library was awake. A
 * clock that jumps ahead proves one day at most, and that only once it stood
 * there until the next.
 */
export async function expiredAssets(days: number, now = DateTime.now()): Promise<Expired[]> {
  const trashed: Expired[] = await db
    .from('assets')
    .where('deleted_at', '<=', sqlTime(now.minus({ hours: 24 * days })))
    .orderBy('deleted_at')
    .select(columns)
  const awake = await daysAwake(now)
  return trashed.filter(({ deletedAt }) => countAfter(awake, dayOf(timeOf(deletedAt))) >= days)
}

/** What of theirs a person may purge after so many days in the trash, the oldest first and 500 at most. */
export async function trashedBefore(days: number, by: User): Promise<number[]> {
  const rows = await db
    .from('assets')
    .where('deleted_at', '<=', sqlTime(DateTime.now().minus({ days })))
    .whereIn('audience', [0, by.id])
    .if(!by.isAdmin, (query) => query.where('owner_id', by.id))
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

/** The oldest, as many as have to go so that what stays takes at most `quota` bytes. */
export async function assetsBeyond(quota: number): Promise<Expired[]> {
  const newestFirst: Expired[] = await db
    .from('assets')
    .whereNotNull('trash_path')
    .whereNotNull('deleted_at')
    .orderByRaw('deleted_at DESC, id DESC')
    .select(columns)
  let bytes = 0
  return newestFirst.filter(({ size }) => (bytes += Number(size)) > quota)
}

/** What the settings say has to go. */
export async function expiredBySettings(): Promise<Expired[]> {
  const { trashRetentionDays: days, trashQuota: quota } = library
  const old = days ? await expiredAssets(days) : []
  const beyond = quota === null ? [] : await assetsBeyond(quota)
  return [...new Map([...old, ...beyond].map((asset) => [asset.id, asset])).values()]
}

/** Notes the day, and begins a run of the system's own where something has to go. */
export async function purgeExpired() {
  await noteDay()
  const expired = await expiredBySettings()
  if (!expired.length) return
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

async function daysAwake(now: DateTime): Promise<string[]> {
  const days = await db.from('trash_days').where('day', '<', dayOf(now)).select('day')
  return days.map(({ day }) => day)
}

const countAfter = (days: string[], after: string) => days.filter((day) => day > after).length

const timeOf = (value: string | Date) =>
  value instanceof Date ? DateTime.fromJSDate(value) : DateTime.fromSQL(value)

const sqlTime = (time: DateTime) =>
  time.setZone('local').toFormat(db.connection().dialect.dateTimeFormat)
