import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import logger from '@adonisjs/core/services/logger'
import { copyDatabase } from '#core/database_copy'
import { closeDecoder } from '#library/decoding/decoder'
import { changeCredential, removeCredential, storeCredential } from '#studio/credentials'
import type Order from '#studio/models/order'
import OrderAttempt from '#studio/models/order_attempt'
import ProviderCredential from '#studio/models/provider_credential'
import { placeOrder } from '#studio/ordering/placing'
import { peers, type RunningPeer } from '#tests/fakes/peers'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { accountAt, createStudioProject, draftAt, workOff } from '#tests/helpers/orders'

const typed = 'canary-typed-0123456789abcdef'
const replaced = 'canary-replaced-0123456789ab'
const removed = 'canary-removed-0123456789abc'
const environment = 'canary-environment-0123456789'

test.group('Secrets', (group) => {
  let cast: Cast
  const running: RunningPeer[] = []
  group.each.timeout(120_000)
  group.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    process.env.FAL_KEY = environment
  })
  group.teardown(async () => {
    delete process.env.FAL_KEY
    await Promise.all(running.map(({ server }) => server.stop()))
    await closeDecoder()
  })

  test('stand in no page, no log, no row and no backup, whatever goes wrong', async ({
    client,
    assert,
  }) => {
    const written = listenToLog()
    try {
      await orderBadly()
      await typeWrongly(client)
      const changing = await storeCredential('civitai', { label: 'Changing', secret: replaced })
      await changeCredential(changing, { label: 'Changing', secret: `${replaced}-new` })
      await removeCredential(await storeCredential('civitai', { label: 'Gone', secret: removed }))
      const pages = await everyPage(client)
      const backup = await readFile((await copyDatabase('canaries'))!, 'latin1')

      const keys = running.flatMap(({ secret }) => secret.split(':').slice(-1))
      const own = [process.env.CREDENTIALS_KEY!, process.env.APP_KEY!]
      const canaries = [...new Set([...keys, typed, replaced, removed, environment, ...own])]
      assert.isAtLeast(canaries.length, 12)
      assert.include(backup, 'The provider repeats', 'the errors were kept')
      assert.include(written.text(), '"level":10', 'the log was heard')
      const found = canaries.flatMap((canary) =>
        [canary, Buffer.from(canary).toString('base64').replace(/=+$/, '')].flatMap((form) =>
          Object.entries({ ...pages, backup, log: written.text() })
            .filter(([, text]) => text.includes(form))
            .map(([place]) => `${canary} in ${place}`)
        )
      )
      assert.deepEqual(found, [])
    } finally {
      written.stop()
    }
  })

  /** Of each provider one order that it refuses while it repeats the key, and one that is made. */
  async function orderBadly() {
    const orders: Order[] = []
    for (const peer of peers) {
      const fake = await peer.start()
      running.push(fake)
      const account = await accountAt(peer, fake)
      const project = await createStudioProject(cast.editor, peer.name)
      for (let each = 0; each < 2; each++) {
        orders.push(await placeOrder(await draftAt(peer, account, project, cast.editor)))
      }
      const json = {
        detail: `The provider repeats ${fake.secret}`,
        error: { message: fake.secret },
      }
      fake.server.misbehave(peer.submitting, { is: 'answer', answer: { status: 403, json } })
    }
    for (const order of orders) await workOff(order, undefined, 60_000)
    const made = orders.filter(({ state }) => state === 'succeeded')
    if (made.length !== peers.length) throw new Error(`${made.length} were made`)
  }

  async function typeWrongly(client: ApiClient) {
    await client
      .post('/providers')
      .header('referer', '/providers/create?provider=replicate')
      .loginAs(cast.owner)
      .withSession({ confirmed_at: Date.now() })
      .withCsrfToken()
      .form({ provider: 'replicate', label: '', password: typed, baseUrl: 'http://x.example' })
  }

  async function everyPage(client: ApiClient) {
    const credentials = await ProviderCredential.all()
    const attempts = await OrderAttempt.query().preload('item')
    const paths = [
      '/providers',
      '/models',
      '/orders',
      '/projects',
      '/audit',
      '/jobs',
      ...credentials.map(({ id }) => `/providers/${id}/edit`),
      ...attempts.map(({ item }) => `/orders/${item.orderId}`),
    ]
    const pages: Record<string, string> = {}
    for (const path of new Set(paths)) {
      const answer = await client
        .get(path)
        .loginAs(cast.owner)
        .withSession({ confirmed_at: Date.now() })
      pages[path] = answer.text() + JSON.stringify(answer.headers())
    }
    return pages
  }
})

/** Everything the program writes to its log meanwhile, down to the last detail, instead of writing it. */
function listenToLog() {
  const { level, pino } = logger
  const symbol = Object.getOwnPropertySymbols(pino).find(
    ({ description }) => description === 'pino.stream'
  )!
  const own = pino as unknown as Record<symbol, unknown>
  const stream = own[symbol]
  const chunks: string[] = []
  own[symbol] = { write: (line: string) => void chunks.push(line) }
  logger.level = 'trace'
  return {
    text: () => chunks.join(''),
    stop() {
      logger.level = level
      own[symbol] = stream
    },
  }
}
