import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { budgetsOf, setBudget } from '#studio/budgets'
import { release, reserve, settle } from '#studio/ledger'
import { decimal, inWords, millionths } from '#studio/money'
import type Order from '#studio/models/order'
import OrderAttempt from '#studio/models/order_attempt'
import type ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import type Project from '#studio/models/project'
import { saveDraft } from '#studio/ordering/drafting'
import { placeOrder } from '#studio/ordering/placing'
import { modelOf } from '#studio/orders/form'
import { priceOfDraft } from '#studio/orders/pricing'
import { civitai } from '#studio/providers/civitai'
import { failing } from '#tests/fakes/behaviours'
import { type Peer, peers, type RunningPeer } from '#tests/fakes/peers'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { accountAt, createAccount, createStudioProject, draftAt } from '#tests/helpers/orders'

test.group('Amounts', () => {
  test('are exact in both directions', ({ assert }) => {
    for (const [text, amount] of [
      ['0.04', 40_000],
      ['12', 12_000_000],
      ['0.0000001', 1],
      ['0.1000000', 100_000],
      ['9007199254.740991', Number.MAX_SAFE_INTEGER],
    ] as const) {
      assert.equal(millionths(text), amount)
    }
    assert.equal(decimal(40_000), '0.04')
    assert.equal(decimal(-1_500_000), '-1.5')
    assert.equal(decimal(0), '0')
    for (const text of ['', '1e3', '1,5', '.5', 'NaN', '99999999999999']) {
      assert.throws(() => millionths(text))
    }
  })

  test('read as people write them', ({ assert }) => {
    assert.equal(inWords({ amount: 40_000, currency: 'USD' }), '$0.04')
    assert.equal(inWords({ amount: 1_500, currency: 'USD' }), '$0.0015')
    assert.equal(inWords({ amount: -3_000_000, currency: 'USD' }), '-$3.00')
    assert.equal(inWords({ amount: 12_000_000, currency: 'BUZZ' }), '12 Buzz')
  })
})

test.group('Ledger and budgets', (group) => {
  let cast: Cast
  let project: Project
  let fake: RunningPeer
  let account: ProviderCredential
  const peer: Peer = peers.find(({ adapter }) => adapter === civitai)!
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    project = await createStudioProject(cast.editor)
    fake = await peer.start()
    account = await accountAt(peer, fake)
    return () => fake.server.stop()
  })

  const draft = () => draftAt(peer, account, project, cast.editor)
  const spent = async () => {
    const [{ total }] = await db.from('ledger_entries').sum('amount as total')
    return Number(total)
  }
  /** As if each item had been thought to cost so much. */
  async function reserved(order: Order, amount: number) {
    await db.transaction(async (trx) => {
      await trx.from('ledger_entries').delete()
      const items = await trx.from('order_items').where('order_id', order.id).select('id')
      const price = { amount, currency: 'USD' }
      await reserve(
        trx,
        order,
        items.map(({ id }) => ({ id, price }))
      )
    })
  }

  const sized = ({ parameters }: Order, width: string, height = '1024') => ({
    ...parameters,
    ...{ width, height },
  })
  const whatifs = () =>
    fake.server
      .requestsTo(/^POST \/v2\/consumer\/workflows$/)
      .filter(({ query }) => query.get('whatif') === 'true').length

  test('what is reserved is settled with what was charged, or released', async ({ assert }) => {
    const order = await placeOrder(await draft())
    await reserved(order, 40_000)
    const attempt = await OrderAttempt.firstOrFail()
    assert.equal(await spent(), 40_000)

    const cost = { amount: 55_000, currency: 'USD' }
    await db.transaction((trx) => settle(trx, order, attempt, { charged: true, cost }))
    assert.equal(await spent(), 55_000)

    await reserved(order, 40_000)
    await db.transaction((trx) => settle(trx, order, attempt, { charged: true, cost: null }))
    assert.equal(await spent(), 40_000)

    await reserved(order, 40_000)
    await db.transaction((trx) => release(trx, [attempt.orderItemId]))
    await db.transaction((trx) => release(trx, [attempt.orderItemId]))
    assert.equal(await spent(), 0)
  })

  test('placing reserves the estimate, in the same transaction', async ({ assert }) => {
    const order = await placeOrder(await draft())

    assert.isAbove(order.estimate ?? 0, 0)
    assert.equal(await spent(), order.estimate)
  })

  test('each item is reserved at its own price, and alike ones are asked about once', async ({
    assert,
  }) => {
    const varied = await draft()
    await varied
      .merge({ prompt: 'a {red|grey} fox', parameters: sized(varied, '{1024|1280|1024}', '1280') })
      .save()
    const before = whatifs()
    const order = await placeOrder(varied)

    assert.equal(whatifs() - before, 2)
    const buzz = (amount: number) => amount * 1_000_000
    const entries = await db.from('ledger_entries').orderBy('order_item_id')
    assert.deepEqual(
      entries.map(({ amount }) => amount),
      [16, 32, 16, 16, 32, 16].map(buzz)
    )
    assert.equal(order.estimate, buzz(128))
    const { price } = await priceOfDraft(varied, await modelOf(varied.modelId))
    assert.deepEqual(price, { amount: buzz(128), currency: 'BUZZ' })
  })

  test('of very many prices so many are asked from the first to the last, and the others count as the dearest', async ({
    assert,
  }) => {
    const varied = await draft()
    await varied.merge({ parameters: sized(varied, '{512..1280..64}', '1216') }).save()
    const before = whatifs()
    const order = await placeOrder(varied)

    assert.equal(order.itemsTotal, 13)
    assert.equal(whatifs() - before, 12)
    /** Only the last is large. */
    assert.equal(order.estimate, (11 * 16 + 2 * 32) * 1_000_000)
  })

  test('a hard budget refuses, a soft one asks first', async ({ assert }) => {
    const placed = await placeOrder(await draft())
    const price = placed.estimate!
    const usd = { currency: placed.estimateCurrency!, period: 'month' } as const
    await setBudget({ projectId: project.id }, { ...usd, soft: price, hard: 2 * price })
    const second = await draft()

    const asked = await placeOrder(second).catch((error) => error)
    assert.equal(asked.code, 'E_NEEDS_CONFIRMATION')
    assert.match(asked.message, /this month/)
    await placeOrder(second, { confirmed: { budget: true } })
    const third = await draft()
    const refusal = await placeOrder(third, { confirmed: { budget: true } }).catch((error) => error)
    assert.equal(refusal.code, 'E_ORDER_REFUSED')
    assert.equal(await spent(), 2 * price)
    const [budget] = await budgetsOf({ projectId: project.id })
    assert.equal(budget.spent, 2 * price)

    await setBudget({ projectId: project.id }, { ...usd, soft: null, hard: null })
    await setBudget({ userId: cast.editor.id }, { ...usd, soft: null, hard: 1 })
    const mine = await placeOrder(third).catch((error) => error)
    assert.match(mine.message, /your budget/)
  })

  test('what is known of a price counts for budgets, though one question was not answered', async ({
    assert,
  }) => {
    const buzz = { currency: 'BUZZ', period: 'total' } as const
    const varied = await draft()
    await varied.merge({ parameters: sized(varied, '{512..1280..64}') }).save()
    const place = (budget: boolean) => {
      const well = { is: 'slow', milliseconds: 0 } as const
      fake.server.misbehave(/^POST .*workflows$/, well, failing(400))
      return placeOrder(varied, { confirmed: { budget } }).catch((error) => error)
    }

    await setBudget({ userId: cast.editor.id }, { ...buzz, soft: null, hard: 100_000_000 })
    const refused = await place(true)
    assert.match(refused.message, /192 Buzz or more/)
    assert.equal(refused.code, 'E_ORDER_REFUSED')
    await setBudget({ userId: cast.editor.id }, { ...buzz, soft: 100_000_000, hard: null })
    const asked = await place(false)
    assert.equal(asked.code, 'E_NEEDS_CONFIRMATION')
    const placed = await place(true)
    assert.include(placed, { state: 'queued', estimate: null })
    assert.equal(await spent(), 192_000_000)
  })

  test('a hard budget asks where no price is known, and refuses once it is spent', async ({
    assert,
  }) => {
    const unpricing = await createAccount('replicate', { secret: 'r8_key' })
    const unpriced = await ProviderModel.create({
      ...{ credentialId: unpricing.id, ref: 'somebody/model', name: 'A model' },
      ...{ modality: 'text_to_image', parameters: [] },
    })
    const hard = { currency: 'USD', period: 'total', soft: null, hard: 1 } as const
    await setBudget({ projectId: project.id }, hard)
    const outcome = async (budget: boolean) => {
      const written = { prompt: 'a fox', modelId: unpriced.id }
      const unplaced = await saveDraft(written, { project, by: cast.editor })
      const { code, state } = await placeOrder(unplaced, { confirmed: { budget } }).catch(
        (error) => error
      )
      return code ?? state
    }
    assert.equal(await outcome(false), 'E_NEEDS_CONFIRMATION')
    assert.equal(await outcome(true), 'queued')
    await setBudget({ projectId: project.id }, { ...hard, hard: 0 })
    assert.equal(await outcome(true), 'E_ORDER_REFUSED')
  })
})
