import { rm } from 'node:fs/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { scopes } from '#accounts/api_keys'
import { backupsPath, createDataFolders, trashPath } from '#core/paths'
import { readiness } from '#health/checks'
import { beat } from '#queue/workers'
import { call, keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'

test.group('Health', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('is told to containers without a login, and without a fact', async ({ client }) => {
    const live = await client.get('/health/live')
    live.assertStatus(200)
    live.assertTextIncludes('ok')
    const ready = await client.get('/health/ready')
    ready.assertStatus(200)
    ready.assertTextIncludes('ready')
    ready.assertHeader('cache-control', 'no-store')
  })

  test('of a container asks for the database and its disk alone', async ({ assert }) => {
    const { checks } = await readiness().run()
    assert.sameMembers(
      checks.map(({ name }) => name),
      ['Database', 'Disk: Database']
    )
  })

  test('tells of a disk that is not there', async ({ client, assert, cleanup }) => {
    cleanup(createDataFolders)
    for (const folder of [trashPath(), backupsPath()]) await rm(folder, { recursive: true })

    const page = await client.get('/admin/health').loginAs(cast.owner)
    page.assertStatus(200)
    page.assertTextIncludes('Cannot be reached')
    const key = await keyOf(cast.owner, ...scopes)
    const { body } = await call('GET', '/api/health', { key })
    assert.containsSubset(body.disks, [{ name: 'Trash', free: null, size: null }])
    const wrong = body.checks.filter(({ message }: any) => message.startsWith('Cannot be reached'))
    assert.sameMembers(
      wrong.map(({ name }: any) => name),
      ['Disk: Trash', 'Disk: Backups', 'Backups']
    )
  })

  test('says whether the worker is alive, was, or never was', async ({ client }) => {
    const show = () => client.get('/admin/health').loginAs(cast.owner)
    const never = await show()
    never.assertStatus(200)
    never.assertTextIncludes('was never heard of')

    await beat()
    const alive = await show()
    alive.assertTextIncludes('Last heard of')

    await db.from('workers').update({ beat_at: '2026-01-01 00:00:00' })
    const dead = await show()
    dead.assertTextIncludes('job runs wait')
    await beat()
    const again = await show()
    again.assertTextIncludes('Last heard of')
  })

  test('has the same for programs of administrators', async ({ assert }) => {
    const key = await keyOf(cast.owner, ...scopes)
    const { status, body } = await call('GET', '/api/health', { key })
    assert.equal(status, 200)
    assert.equal(body.status, 'error')
    const names = body.checks.map((check: { name: string }) => check.name)
    assert.includeMembers(names, ['Database', 'Disk: Originals', 'Worker', 'Backups', 'Programs'])
    assert.isAbove(body.disks[0].free, 0)
    assert.equal(body.versions.node, process.version.slice(1))
  })
})
