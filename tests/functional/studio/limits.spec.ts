import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { storeCredential } from '#studio/credentials'
import { forgetFailures, noteAnswer, takeSlot } from '#studio/limits'
import type ProviderCredential from '#studio/models/provider_credential'
import { createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

const start = Date.parse('2026-11-21T12:00:00Z')

test.group('Slots of a credential', (group) => {
  let credential: ProviderCredential
  group.each.setup(async () => {
    await emptyTables()
    const pace = { maxInFlight: 3, requestsPerSecond: 2 }
    credential = await storeCredential('sample', { label: 'Sample pictures', ...pace })
  })

  test('a burst is as many as a second brings, and then one by one', async ({ assert }) => {
    const burst = await Promise.all([1, 2, 3, 4].map(() => takeSlot(credential, start)))

    assert.lengthOf(
      burst.filter(({ ok }) => ok),
      2
    )
    assert.deepEqual(await takeSlot(credential, start), {
      ok: false,
      until: start + 500,
      reason: 'rate',
    })
    const next = await takeSlot(credential, start + 500)
    assert.isTrue(next.ok)
  })

  test('no more are on their way than the account allows', async ({ assert }) => {
    const item = await createItem()
    for (const stage of ['submitting', 'remote_queued', 'waiting_slot', 'done']) {
      await createAttempt(item, credential, stage)
    }
    const last = await takeSlot(credential, start)
    assert.isTrue(last.ok)
    await createAttempt(item, credential, 'running')

    assert.containSubset(await takeSlot(credential, start), { ok: false, reason: 'in_flight' })
  })

  test('an account that was refused is not tried again by itself', async ({ assert }) => {
    await noteAnswer(
      credential,
      { code: 'auth', retry: 'never', providerMessage: 'Bad key' },
      start
    )

    assert.containSubset(await takeSlot(credential, start), { ok: false, reason: 'unusable' })
    await credential.refresh()
    assert.deepEqual([credential.state, credential.stateReason], ['refused', 'Bad key'])
  })

  test('while nobody answers one goes ahead, and somebody may say that it is worth trying', async ({
    assert,
  }) => {
    for (let each = 0; each < 5; each++) {
      await noteAnswer(credential, { code: 'network', retry: 'later' }, start)
    }
    assert.containSubset(await takeSlot(credential, start), { ok: false, reason: 'unreachable' })
    const probe = await takeSlot(credential, start + 30_000)
    assert.isTrue(probe.ok)
    assert.containSubset(await takeSlot(credential, start + 30_001), { reason: 'unreachable' })

    await forgetFailures(credential)

    const next = await takeSlot(credential, start + 30_002)
    assert.isTrue(next.ok)
  })

  test('a good answer to an account that is well writes nothing', async ({ assert }) => {
    await noteAnswer(credential, null, start)

    assert.lengthOf(await db.from('provider_limits'), 0)
  })
})

async function createItem() {
  const { owner } = await createCast()
  const then = { created_at: '2026-01-01 00:00:00' }
  const project = await insert('projects', { owner_id: owner.id, name: 'Foxes', ...then })
  const order = await insert('orders', { project_id: project, user_id: owner.id, ...then })
  return insert('order_items', { order_id: order, position: 0, prompt: 'a fox', parameters: '{}' })
}

let attempts = 0
function createAttempt(item: number, { id }: ProviderCredential, stage: string) {
  return insert('order_attempts', {
    order_item_id: item,
    number: ++attempts,
    attempt_key: randomUUID(),
    credential_id: id,
    provider: 'sample',
    base_url: 'http://localhost',
    model_ref: 'sample/shapes',
    request: '{}',
    request_hash: '',
    stage,
    due_at: 0,
    created_at: '2026-01-01 00:00:00',
  })
}

async function insert(table: string, row: Record<string, unknown>): Promise<number> {
  const [inserted] = await db.table(table).insert(row).returning('id')
  return inserted.id ?? inserted
}
