import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import encryption from '@adonisjs/core/services/encryption'
import { contextFor, storeCredential } from '#studio/credentials'
import OrderAttempt from '#studio/models/order_attempt'
import Project from '#studio/models/project'
import { replicate } from '#studio/providers/replicate'
import { hearWebhook, webhookUrlFor } from '#studio/webhooks'
import { FakeReplicate } from '#tests/fakes/replicate'
import { createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createOrder } from '#tests/helpers/studio'

const later = () => Date.now() + 3_600_000

test.group('Webhooks', (group) => {
  let fake: FakeReplicate
  let attempt: OrderAttempt
  let path: string

  group.each.setup(async () => {
    await emptyTables()
    fake = await new FakeReplicate().start()
    const { owner } = await createCast()
    const credential = await storeCredential('replicate', {
      label: 'Replicate',
      secret: fake.key,
      baseUrl: fake.url,
    })
    const project = await Project.create({
      ownerId: owner.id,
      name: 'Foxes',
      visibility: 'everyone',
      defaults: {},
    } as Partial<Project>)
    const { reference } = await replicate.submit(
      contextFor(credential, AbortSignal.timeout(5_000)),
      {
        model: { ref: 'black-forest-labs/flux-schnell' },
        parameters: { prompt: 'a fox' },
        attemptKey: randomUUID(),
        timeLimit: 60,
      }
    )
    const waiting = {
      credentialId: credential.id,
      provider: 'replicate',
      stage: 'running' as const,
      externalId: reference.externalId,
      dueAt: later(),
    }
    await createOrder(project, owner, { items: [{ state: 'running', attempt: waiting }] })
    attempt = await OrderAttempt.firstOrFail()
    path = pathOf(attempt.id)
    return () => fake.stop()
  })

  const pathOf = (id: number, provider = 'replicate') =>
    `/webhooks/${provider}/${encryption.getMessageVerifier().sign(id, undefined, 'studio-webhook')}`
  const dueAt = async () => {
    await attempt.refresh()
    return Number(attempt.dueAt)
  }

  test('a signed message has the attempt looked at now, and only once', async ({
    client,
    assert,
  }) => {
    const { headers, rawBody } = fake.webhook(fake.jobs.all[0])
    const say = () =>
      client
        .post(path)
        .headers({ ...headers, 'content-type': 'application/json' })
        .json(JSON.parse(rawBody.toString()))

    const heard = await say()
    heard.assertStatus(204)
    assert.isAtMost(await dueAt(), Date.now())
    assert.equal(attempt.stage, 'running')

    const waiting = later()
    await attempt.merge({ dueAt: waiting }).save()
    const again = await say()
    again.assertStatus(204)
    assert.equal(await dueAt(), waiting)
    assert.lengthOf(await db.from('webhook_deliveries'), 1)
  })

  test('what is forged, old or altered is refused, and changes nothing', async ({
    client,
    assert,
  }) => {
    const [job] = fake.jobs.all
    const good = fake.webhook(job)
    const old = fake.webhook(job, new Date(Date.now() - 600_000))
    const before = await dueAt()
    const messages = [
      { headers: {}, rawBody: good.rawBody },
      old,
      {
        headers: good.headers,
        rawBody: Buffer.from(JSON.stringify({ id: job.id, status: 'failed' })),
      },
      { headers: { ...good.headers, 'webhook-id': 'msg_other' }, rawBody: good.rawBody },
    ]

    for (const { headers, rawBody } of messages) {
      const answer = await client
        .post(path)
        .headers({ ...headers, 'content-type': 'application/json' } as Record<string, string>)
        .json(JSON.parse(rawBody.toString()))
      answer.assertStatus(401)
    }

    assert.equal(await dueAt(), before)
    assert.lengthOf(await db.from('webhook_deliveries'), 0)
  })

  test('a message about another job does not wake this one', async ({ assert }) => {
    const other = fake.jobs.add('black-forest-labs/flux-schnell', { prompt: 'a wolf' }, 'another')
    const token = path.split('/').at(-1)!

    await assert.rejects(() => hearWebhook('replicate', { ...fake.webhook(other), token }))

    assert.isAbove(await dueAt(), Date.now())
  })

  test('of an order whose answer got lost it says which job it is', async ({ assert }) => {
    const { externalId } = attempt
    const unknown = { stage: 'submitting' as const, externalId: null, sentAt: DateTime.now() }
    await attempt.merge(unknown).save()

    const token = path.split('/').at(-1)!
    await hearWebhook('replicate', { ...fake.webhook(fake.jobs.all[0]), token })

    await attempt.refresh()
    assert.containSubset(attempt.$attributes, { stage: 'remote_queued', externalId })
    assert.equal(attempt.remote?.externalId, externalId)
    assert.isAtMost(Number(attempt.dueAt), Date.now())
  })

  test('an address that is none of ours is nobody’s', async ({ client }) => {
    const token = path.split('/').at(-1)!
    const signedForOther = encryption.getMessageVerifier().sign(attempt.id, undefined, 'else')
    const addresses = [
      '/webhooks/replicate/none',
      `/webhooks/fal/${token}`,
      `/webhooks/sample/${token}`,
      `/webhooks/nobody/${token}`,
      `/webhooks/replicate/${signedForOther}`,
      pathOf(attempt.id + 1),
    ]

    for (const address of addresses) {
      const answer = await client.post(address).json({})
      answer.assertStatus(404)
    }
  })

  test('a message is not endless', async ({ client }) => {
    const answer = await client.post(path).json({ text: 'x'.repeat(2_000_000) })

    answer.assertStatus(413)
  })

  test('over http nobody is told where to call, and who sends none never is', ({ assert }) => {
    assert.isUndefined(webhookUrlFor(attempt))
    assert.isUndefined(webhookUrlFor(attempt, { appUrl: 'http://atelier.example' }))
    const url = webhookUrlFor(attempt, { appUrl: 'https://atelier.example/' })
    assert.equal(url, `https://atelier.example${path}`)
    const sample = { id: attempt.id, provider: 'sample' }
    assert.isUndefined(webhookUrlFor(sample, { appUrl: 'https://atelier.example' }))
  })

  test('what has ended stays as it is', async ({ assert }) => {
    const before = later()
    await attempt.merge({ stage: 'done', dueAt: before }).save()

    await hearWebhook('replicate', {
      ...fake.webhook(fake.jobs.all[0]),
      token: path.split('/').at(-1)!,
    })

    assert.equal(await dueAt(), before)
  })
})
