import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import { assetsBeyond, expiredAssets, noteDay } from '#trash/retention'
import { trashAssets } from '#trash/trashing'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

const start = DateTime.fromMillis(Date.UTC(2026, 2, 1, 12)) as DateTime<true>

test.group('How long the trash keeps', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    const { id } = await createAsset({ owner: cast.owner })
    await trashAssets({ assetIds: [id], by: cast.owner, reason: null })
    const format = db.connection().dialect.dateTimeFormat
    await db.from('assets').update({ deleted_at: start.setZone('local').toFormat(format) })
  })

  /** The library is awake on each of these days after the start, in this order. */
  async function awakeOn(days: number[]) {
    for (const day of days) await noteDay(start.plus({ days: day }))
  }
  const upTo = (last: number) => Array.from({ length: last + 1 }, (_, day) => day)
  async function isExpired(day: number) {
    const expired = await Array.fromAsync(expiredAssets(30, start.plus({ days: day })))
    return expired.length === 1
  }

  test('thirty days, and the day they end on', async ({ assert }) => {
    await awakeOn(upTo(30))
    assert.isFalse(await isExpired(29))
    assert.isFalse(await isExpired(30))
    await awakeOn([31])
    assert.isTrue(await isExpired(31))
  })

  for (const ahead of [31, 40, 400, 4_000]) {
    test(`a clock that is ${ahead} days ahead purges nothing early`, async ({ assert }) => {
      for (let today = 0; today < 30; today++) {
        await awakeOn([today, today + ahead])
        assert.isFalse(await isExpired(today + ahead), `on day ${today}`)
        await awakeOn([today])
        assert.isFalse(await isExpired(today), `on day ${today}, the clock back`)
      }
    })
  }

  test('a clock that was behind delays, and never hastens', async ({ assert }) => {
    await awakeOn([0, -400, ...upTo(29)])
    assert.isFalse(await isExpired(29))
    assert.isFalse(await isExpired(-400))
  })

  test('days on which the library slept do not count', async ({ assert }) => {
    await awakeOn([0, 1, 2, 300])
    assert.isFalse(await isExpired(300))
  })

  test('more than a page of them, each once, and beyond the quota the oldest', async ({
    assert,
  }) => {
    const first = await db.from('assets').firstOrFail()
    const values: Record<string, string> = {
      position: '1000000 + i',
      size: '10',
      trash_path: "'2026-03-01/' || i",
      path: "'p' || i",
    }
    const columns = Object.keys(first).filter((name) => !['id', 'audience'].includes(name))
    await db.rawQuery(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1202)
       INSERT INTO assets (${columns.join(', ')})
       SELECT ${columns.map((name) => values[name] ?? name).join(', ')} FROM n, assets`
    )
    await awakeOn(upTo(31))
    const expired = await Array.fromAsync(expiredAssets(30, start.plus({ days: 31 })))
    assert.lengthOf(expired, 1_203)
    assert.equal(new Set(expired.map(({ id }) => id)).size, 1_203)
    const beyond = await Array.fromAsync(assetsBeyond(1_000))
    assert.lengthOf(beyond, 1_102)
    assert.isBelow(
      Math.max(...beyond.map(({ id }) => id)),
      Math.max(...expired.map(({ id }) => id)) - 99
    )
  })
})
