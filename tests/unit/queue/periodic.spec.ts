import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { untilNight } from '#queue/periodic'

test.group('Work done every night', () => {
  const hoursFrom = (time: string) =>
    untilNight(DateTime.fromISO(time, { zone: 'utc' })) / 3_600_000

  test('waits until three, of this day or the next', ({ assert }) => {
    assert.equal(hoursFrom('2026-03-01T01:00'), 2)
    assert.equal(hoursFrom('2026-03-01T03:00'), 24)
    assert.equal(hoursFrom('2026-03-31T23:30'), 3.5)
  })
})
