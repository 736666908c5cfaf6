import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { databaseSessions } from '#accounts/session_store'
import { emptyTables } from '#tests/helpers/database'

/** The tests run on sessions in the memory; here is what people have. */
test.group('Sessions in the database', (group) => {
  group.each.setup(emptyTables)

  test('are read as they were written, each by its own id', async ({ assert }) => {
    const store = await createStore()
    const [id, other] = [randomUUID(), randomUUID()]
    await store.write(id, { auth_web: 1, browser: 'A browser' })
    await store.write(other, { auth_web: 2 })

    assert.deepEqual(await store.read(id), { auth_web: 1, browser: 'A browser' })
    assert.deepEqual(await store.read(other), { auth_web: 2 })
    assert.isNull(await store.read(randomUUID()))
  })

  test('end: at their time, and when they are taken away', async ({ assert }) => {
    const store = await createStore()
    const [late, removed] = [randomUUID(), randomUUID()]
    await store.write(late, { auth_web: 1 })
    await store.write(removed, { auth_web: 1 })
    await sessions()
      .where('id', late)
      .update({ expires_at: new Date(Date.now() - 1_000) })
    await store.destroy(removed)

    assert.isNull(await store.read(late))
    assert.isNull(await store.read(removed))
    assert.deepEqual(await sessions(), [])
  })

  test('are nothing where they are not what was written under that id', async ({ assert }) => {
    const store = await createStore()
    const [id, copied, broken] = [randomUUID(), randomUUID(), randomUUID()]
    await store.write(id, { auth_web: 1 })
    const [row] = await sessions()
    await sessions().insert({ ...row, id: copied })
    await sessions().insert({ ...row, id: broken, data: '{"message":' })

    assert.isNull(await store.read(copied))
    assert.isNull(await store.read(broken))
  })

  test('are moved on when they are used, but not at each request', async ({ assert }) => {
    const store = await createStore()
    const id = randomUUID()
    await store.write(id, { auth_web: 1 })
    const expiry = async () => {
      const session = await sessions().where('id', id).first()
      return Number(session.expires_at)
    }
    const soon = Date.now() + 60_000
    const shorten = () =>
      sessions()
        .where('id', id)
        .update({ expires_at: new Date(soon) })

    await shorten()
    await store.touch(id)
    assert.isAbove(await expiry(), soon)
    await shorten()
    await store.touch(id)
    assert.equal(await expiry(), soon)
  })

  const sessions = () => db.connection().getWriteClient()('sessions')
})

async function createStore() {
  const provider = databaseSessions()
  const create = await provider.resolver(app)
  return create({} as HttpContext, { age: '12h' } as Parameters<typeof create>[1])
}
