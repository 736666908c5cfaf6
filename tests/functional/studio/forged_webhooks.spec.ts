import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import encryption from '@adonisjs/core/services/encryption'
import OrderAttempt from '#studio/models/order_attempt'
import { placeOrder } from '#studio/ordering/placing'
import { peers, type RunningPeer } from '#tests/fakes/peers'
import type { FakeJob } from '#tests/fakes/jobs'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'

interface Message {
  headers: Record<string, string>
  rawBody: Uint8Array
}

/** What a provider calls out is believed by nobody but who can be sure of it. */
for (const peer of peers.filter(({ adapter }) => adapter.capabilities.webhooks)) {
  test.group(`Webhooks of ${peer.name}`, (group) => {
    let fake: RunningPeer
    let stranger: RunningPeer
    let attempt: OrderAttempt
    let job: FakeJob
    group.each.setup(async () => {
      await emptyTables()
      await emptyDataFolders()
      ;[fake, stranger] = [await peer.start(), await peer.start()]
      fake.jobs.outcomes.push('stays_running')
      const { editor } = await createCast()
      const project = await createStudioProject(editor)
      const account = await accountAt(peer, fake)
      const order = await placeOrder(await draftAt(peer, account, project, editor))
      await workOff(order, () => (fake.jobs.all[0]?.looks ?? 0) > 1)
      attempt = await OrderAttempt.firstOrFail()
      job = fake.jobs.all[0]
      await attempt.merge({ dueAt: later }).save()
      return async () => {
        await fake.server.stop()
        await stranger.server.stop()
      }
    })

    const later = Date.now() + 3_600_000
    const messageOf = (from: RunningPeer, about: FakeJob, at?: Date): Message =>
      from.webhook
        ? from.webhook(about, at)
        : { headers: {}, rawBody: Buffer.from(JSON.stringify(unsigned(about))) }
    const send = ({ headers, rawBody }: Message, token = tokenOf(attempt.id)) =>
      fetch(
        `http://${process.env.HOST}:${process.env.PORT}/webhooks/${peer.adapter.key}/${token}`,
        {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: new Uint8Array(rawBody),
        }
      )

    test('what is genuine wakes its order once, however often it is repeated', async ({
      assert,
    }) => {
      const { stage } = attempt
      const genuine = messageOf(fake, job)
      const first = await send(genuine)
      assert.equal(first.status, 204)
      await attempt.refresh()
      assert.isAtMost(Number(attempt.dueAt), Date.now())

      await attempt.merge({ dueAt: later }).save()
      for (let repeated = 0; repeated < 20; repeated++) await send(genuine)
      await attempt.refresh()
      assert.equal(Number(attempt.dueAt), later)
      assert.equal(attempt.stage, stage)
    })

    test('what is forged changes nothing', async ({ assert }) => {
      const before = await attempt.refresh().then(() => ({ ...attempt.$attributes }))
      const genuine = messageOf(fake, job)
      const other = fake.jobs.add(job.model, job.input, 'another')
      const attacks = [
        ...[
          '',
          'x',
          `${tokenOf(attempt.id)}x`,
          tokenOf(attempt.id + 1),
          tokenOf(attempt.id, 'else'),
        ].map((token) => send(genuine, token || 'none')),
        send(messageOf(fake, other)),
        ...[`{`, `null`, `[]`, `{"id":7}`].map((body) =>
          send({ ...genuine, rawBody: Buffer.from(body) })
        ),
        ...(peer.signs ? attacksOnSignatures(genuine) : []),
      ]
      const answers = await Promise.all(attacks)
      const statuses = answers.map(({ status }) => status)

      assert.isEmpty(statuses.filter((status) => ![400, 401, 404, 422].includes(status)))
      await attempt.refresh()
      assert.deepEqual({ ...attempt.$attributes }, before)
      assert.isEmpty(await db.from('webhook_deliveries'))
    })

    function attacksOnSignatures(genuine: Message) {
      const minutes = (count: number) => new Date(Date.now() + count * 60_000)
      return [
        { ...genuine, headers: {} },
        { ...genuine, rawBody: Buffer.concat([genuine.rawBody, Buffer.from(' ')]) },
        messageOf(fake, job, minutes(-6)),
        messageOf(fake, job, minutes(6)),
        messageOf(stranger, job),
        ...Object.keys(genuine.headers).map((name) => ({
          ...genuine,
          headers: { ...genuine.headers, [name]: otherwise(genuine.headers[name]) },
        })),
      ].map((message) => send(message))
    }

    test('of an order whose answer got lost an unsigned one names no job', async ({ assert }) => {
      const lost = { stage: 'submitting' as const, externalId: null, sentAt: DateTime.now() }
      await attempt.merge({ ...lost, dueAt: later }).save()
      await send(messageOf(fake, stranger.jobs.add(job.model, job.input, 'wf_of_somebody_else')))

      await attempt.refresh()
      assert.equal(attempt.stage, 'submitting')
      assert.isNull(attempt.externalId)
      assert.isAtMost(Number(attempt.dueAt), Date.now(), 'it is looked for now')
    }).skip(peer.signs, 'it signs')
  })
}

const unsigned = ({ id }: FakeJob) => ({
  $type: 'workflow',
  workflowId: id,
  status: 'succeeded',
  timestamp: '2026-01-01T00:00:00Z',
})

/** One sign of it is another; of several signatures the last, which counts. */
function otherwise(value: string) {
  const at = Math.max(0, value.length - 10)
  return value.slice(0, at) + (value[at] === '0' ? '1' : '0') + value.slice(at + 1)
}

const tokenOf = (id: number, purpose = 'studio-webhook') =>
  encryption.getMessageVerifier().sign(id, undefined, purpose)
