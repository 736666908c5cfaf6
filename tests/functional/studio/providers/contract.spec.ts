import { test } from '@japa/runner'
import type { ProviderContext } from '#studio/providers/contract'
import { faultOf } from '#tests/fakes/answering'
import { failing, tooMany } from '#tests/fakes/behaviours'
import { endOf, followed, isResult, order, submissionOf, submit } from '#tests/fakes/ordering'
import { contextOf, peers, type RunningPeer } from '#tests/fakes/peers'

/** What every adapter promises, asked of each with a provider that runs here. */
for (const peer of peers) {
  const { adapter, synchronous = false } = peer
  const { cancel, local, progress } = adapter.capabilities

  test.group(`Contract with ${peer.name}`, (group) => {
    let running: RunningPeer
    let context: ProviderContext

    group.each.setup(async () => {
      running = await peer.start()
      context = contextOf(peer, running)
      return () => running.server.stop()
    })

    test('the key is checked without spending money', async ({ assert }) => {
      await adapter.check(context)

      assert.equal(running.server.paidPosts, 0)
      if (!running.secret) return
      const wrong = contextOf(peer, running, { secret: 'wrong-key-9876543210' })
      const fault = await faultOf(adapter.check(wrong))
      assert.include({ code: 'auth', retry: 'never' }, { code: fault.code, retry: fault.retry })
      assert.notInclude(JSON.stringify(fault), '9876543210')
    })

    test('models are listed, and one is described with a prompt', async ({ assert }) => {
      const { models } = await adapter.listModels(context, {})
      const described = await adapter.describeModel(context, peer.request.model)

      assert.isNotEmpty(models)
      assert.exists(described.parameters.find(({ role }) => role === 'prompt'))
      assert.match(described.schemaHash, /^[0-9a-f]{64}$/)
    })

    test('an order is sent once and ends with its pictures', async ({ assert }) => {
      const { seen, last } = await order(peer, context)

      assert.equal(last.state, 'succeeded')
      assert.isNotEmpty(last.outputs)
      for (const output of last.outputs!) assert.isTrue(await isResult(running, output))
      assert.equal(running.server.paidPosts, 1)
      if (synchronous) return
      assert.includeMembers(
        seen.map(({ state }) => state),
        ['queued', 'running']
      )
      if (progress !== 'none' && !adapter.watch)
        assert.isTrue(seen.some((look) => look.progress! > 0 && look.progress! < 1))
    })

    test('a job that fails says so and is not tried again', async ({ assert }) => {
      running.jobs.outcomes.push('fails')
      const { last } = await order(peer, context)

      assert.equal(last.state, 'failed')
      assert.equal(last.error?.retry, 'never')
      assert.isNotEmpty(last.error?.providerMessage)
    })

    if (!local)
      test('a refused content is told apart from a failure', async ({ assert }) => {
        running.jobs.outcomes.push('is_refused')
        const { last } = await order(peer, context)

        assert.equal(last.state, 'failed')
        assert.equal(last.error?.code, 'content_policy')
      })

    if (peer.refused)
      test('a wrong parameter is named by its field, and costs nothing', async ({ assert }) => {
        const fault = await faultOf(submit(peer, context, peer.refused!.request))

        assert.equal(fault.code, 'validation')
        assert.equal(fault.charged, 'no')
        assert.include(
          fault.fields?.map(({ name }) => name),
          peer.refused!.field
        )
      })

    test('too many orders: the wait is told, and nothing was ordered', async ({ assert }) => {
      running.server.misbehave(peer.submitting, tooMany('7'), tooMany())
      const told = await faultOf(submit(peer, context))
      const untold = await faultOf(submit(peer, context))

      assert.include(told, { code: 'rate_limited', retry: 'later', retryAfterMs: 7000 })
      assert.include(untold, { code: 'rate_limited', retry: 'later' })
      for (const fault of [told, untold]) assert.isNotTrue(fault.ambiguous)
      assert.isEmpty(running.jobs.all)
      assert.equal(running.server.paidPosts, 2)
    })

    for (const [what, behaviour] of [
      ['a server error', failing(500)],
      ['a reset without an answer', { is: 'reset', accepted: true }],
      ['half an answer', { is: 'half_body' }],
      ['an answer that ends in the middle', { is: 'truncated_json' }],
      ['a page of a proxy', { is: 'wrong_type' }],
    ] as const) {
      test(`after ${what} it is not known whether the order was taken`, async ({ assert }) => {
        running.server.misbehave(peer.submitting, behaviour)
        const fault = await faultOf(submit(peer, context))

        assert.include(fault, { ambiguous: true, charged: 'maybe', retry: 'never' })
        assert.equal(running.server.paidPosts, 1)
      })
    }

    if (!synchronous)
      test('an order whose answer was lost is found again', async ({ assert }) => {
        const submission = submissionOf(peer.request)
        const sentAt = new Date()
        running.server.misbehave(peer.submitting, { is: 'reset', accepted: true })
        await faultOf(adapter.submit(context, submission))
        const { found } = await adapter.reconcile(context, { ...submission, sentAt })

        assert.equal(found?.externalId, running.jobs.all[0].id)
        assert.equal(await endOf(peer, context, found!), 'succeeded')
        assert.equal(running.server.paidPosts, 1)
      })

    if (!synchronous)
      test('of two orders alike each is found for itself', async ({ assert }) => {
        const submission = submissionOf(peer.request)
        const sentAt = new Date()
        const { reference } = await adapter.submit(context, submissionOf(peer.request))
        running.server.misbehave(peer.submitting, { is: 'reset', accepted: true })
        await faultOf(adapter.submit(context, submission))
        const taken = [reference.externalId]
        const { found } = await adapter.reconcile(context, { ...submission, sentAt, taken })

        assert.equal(found?.externalId, running.jobs.all[1].id)
      })

    test('an order that never arrived is not found, and creates nothing', async ({ assert }) => {
      const submission = submissionOf(peer.request)
      const other = { ...peer.request.parameters, prompt: 'another one', seed: 1 }
      await submit(peer, context, { ...peer.request, parameters: other })
      const answer = await adapter.reconcile(context, { ...submission, sentAt: new Date() })

      assert.deepEqual(answer, { found: null, certain: peer.certain })
      assert.equal(running.server.paidPosts, 1)
    })

    if (!synchronous)
      test('reads are repeated until they succeed', async ({ assert }) => {
        const { reference } = await submit(peer, context)
        running.server.misbehave(peer.polling, failing(503), { is: 'reset', accepted: false })

        assert.equal(await endOf(peer, context, reference), 'succeeded')
        assert.equal(running.server.paidPosts, 1)
      })

    if (!synchronous)
      test('a job nobody knows any more is lost', async ({ assert }) => {
        const { reference } = await submit(peer, context)
        running.jobs.forget()
        const snapshot = await adapter.poll(context, reference)

        assert.equal(snapshot.state, 'failed')
        assert.equal(snapshot.error?.code, 'lost')
      })

    if (!synchronous && !local)
      test('a key that is refused meanwhile fails no job', async ({ assert }) => {
        const { reference } = await submit(peer, context)
        const wrong = contextOf(peer, running, { secret: 'wrong-key-9876543210' })

        const { code } = await faultOf(adapter.poll(wrong, reference))

        assert.equal(code, 'auth')
      })

    if (!synchronous)
      test('a state nobody has heard of is looked at again', async ({ assert }) => {
        running.jobs.outcomes.push('says_something_new')
        const { reference } = await submit(peer, context)
        for (let look = 0; look < 3; look++) await adapter.poll(context, reference)
        const { state } = await adapter.poll(context, reference)

        assert.equal(state, 'unknown')
      })

    for (const outcome of ['stays_queued', 'stays_running'] as const) {
      const isPossible = cancel === 'queued_and_running' || outcome === 'stays_queued'
      if (!synchronous && cancel !== 'none' && isPossible)
        test(`an order that ${outcome.replace('_', ' ')} is cancelled`, async ({ assert }) => {
          running.jobs.outcomes.push(outcome)
          const { reference } = await submit(peer, context)
          await adapter.poll(context, reference)
          await adapter.poll(context, reference)

          const answer = await adapter.cancel(context, reference)
          assert.oneOf(answer, ['cancelled', 'requested'])
          if (answer === 'cancelled' && peer.forgetsCancelled) return
          assert.equal(await endOf(peer, context, reference), 'cancelled')
        })
    }

    if (!synchronous && cancel !== 'none')
      test('cancelling what is done comes too late and changes nothing', async ({ assert }) => {
        const { reference } = await submit(peer, context)
        await followed(peer, context, reference)

        assert.equal(await adapter.cancel(context, reference), 'too_late')
        assert.equal(await endOf(peer, context, reference), 'succeeded')
      })

    test('the key stands in no snapshot and no fault', async ({ assert }) => {
      running.jobs.outcomes.push('succeeds', 'fails', 'is_refused')
      const told = [
        await order(peer, context),
        await order(peer, context),
        await order(peer, context),
      ]
      const answer = {
        status: 403,
        json: { detail: `No access for ${context.secret}`, error: `No ${context.secret}` },
      }
      running.server.misbehave(peer.submitting, { is: 'answer', answer })
      told.push((await faultOf(submit(peer, context))) as never)

      for (const part of context.secret.split(':').filter(Boolean))
        assert.notInclude(JSON.stringify(told), part)
    })

    if (peer.signs)
      test('webhooks: signed ones are heard; forged, old and altered ones refused', async ({
        assert,
      }) => {
        await submit(peer, context)
        const [job] = running.jobs.all
        const genuine = running.webhook!(job)
        const verify = (webhook: typeof genuine) => adapter.verifyWebhook!(context, webhook)

        const heard = await verify(genuine)
        assert.equal(heard.externalId, job.id)
        const again = await verify(genuine)
        assert.equal(again.deliveryId, heard.deliveryId)
        const tenMinutesAgo = new Date(Date.now() - 600_000)
        const refused = [
          running.webhook!(job, tenMinutesAgo),
          running.webhook!(job, new Date(Date.now() + 600_000)),
          { ...genuine, rawBody: Buffer.concat([genuine.rawBody, Buffer.from(' ')]) },
          { ...genuine, headers: {} },
          { ...genuine, headers: withOtherSignature(genuine.headers) },
        ]
        for (const webhook of refused) {
          const { code } = await faultOf(verify(webhook))
          assert.equal(code, 'auth')
        }
      })
  })
}

/** The last signature header with its first byte changed. */
function withOtherSignature(headers: Record<string, string>) {
  const name = Object.keys(headers).find((each) => each.endsWith('signature'))!
  const changed = headers[name].replace(/[0-9a-zA-Z](?=[^,]*$)/, (digit) =>
    digit === '0' ? '1' : '0'
  )
  return { ...headers, [name]: changed }
}
