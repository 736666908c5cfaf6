import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import ace from '@adonisjs/core/services/ace'
import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import { scopes } from '#accounts/api_keys'
import { operationOf } from '#api/operations/all'
import { createBackup } from '#backup/creating'
import { closeDecoder } from '#library/decoding/decoder'
import { changeCredential, removeCredential, storeCredential } from '#studio/credentials'
import Order from '#studio/models/order'
import { placeOrder } from '#studio/ordering/placing'
import { peers, type RunningPeer } from '#tests/fakes/peers'
import { keyOf } from '#tests/helpers/api'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { everyFile, everyRow, leaksIn, type Places } from '#tests/helpers/leaks'
import { listenTo, listenToLog } from '#tests/helpers/listening'
import {
  accountAt,
  createStudioProject,
  draftAt,
  untilOrder,
  whileWorking,
  workOff,
} from '#tests/helpers/orders'
import { everyRoute } from '#tests/helpers/routes/table'

const typed = 'canary-typed-0123456789abcdef'
const replaced = 'canary-replaced-0123456789ab'
const removed = 'canary-removed-0123456789abc'
const environment = 'canary-environment-0123456789'
const { DEEP } = process.env
const repeated = 'The provider repeats'

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

  test('stand in no page, no answer, no file, no row and no word of the program, whatever goes wrong', async ({
    client,
    assert,
  }) => {
    const log = listenToLog()
    try {
      await orderBadly()
      await typeWrongly(client)
      const changing = await storeCredential('civitai', { label: 'Changing', secret: replaced })
      await changeCredential(changing, { label: 'Changing', secret: `${replaced}-new` })
      await removeCredential(await storeCredential('civitai', { label: 'Gone', secret: removed }))
      const said = await commands()
      const { backup } = await createBackup()
      const answers = { ...(await everyPage(client)), ...(await everyAnswer()) }
      const places: Places = { ...answers, ...(await everyFile()), ...(await everyRow()), said }

      const keys = running.flatMap(({ secret }) => [secret, secret.split(':').at(-1)!])
      const own = [process.env.CREDENTIALS_KEY!, process.env.APP_KEY!]
      const words = [...new Set([...keys, typed, replaced, removed, environment, ...own])]
      assert.isAtLeast(words.length, 12)
      assert.deepEqual(leaksIn({ ...places, log: log.text() }, words), [])

      assert.isAbove(Object.keys(answers).length, 200, 'everybody was answered')
      assert.include(String(places[backup.name]), repeated, 'the errors were kept')
      assert.include(places['table order_attempts'], repeated)
      assert.include(said, 'Account', 'the commands were heard')
      assert.include(log.text(), '"level":10', 'the log was heard')
      const planted = Buffer.from(JSON.stringify({ Authorization: btoa(typed) }))
      assert.isNotEmpty(leaksIn({ planted }, words), 'a leak would be found')
    } finally {
      log.stop()
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
        detail: `${repeated} ${fake.secret}`,
        error: { message: fake.secret },
      }
      fake.server.misbehave(peer.submitting, { is: 'answer', answer: { status: 403, json } })
    }
    await whileWorking(async () => {
      for (const order of orders) await untilOrder(order, undefined, 60_000)
    })
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

  /** What can be asked for with an address, by each kind of person; streams of what has ended end. */
  async function everyPage(client: ApiClient) {
    const pages: Places = {}
    for (const { name, pattern, methods } of routesOf((each) => !operationOf(each))) {
      if (!methods.includes('GET') || everyRoute[name]?.to === 'leaving') continue
      if (everyRoute[name]?.endless && !pattern.includes(':id')) continue
      for (const path of await pathsOf(pattern)) {
        for (const person of [cast.owner, cast.editor, cast.viewer]) {
          const request = client.get(path).redirects(0).loginAs(person)
          const answer = await request.withSession({ confirmed_at: Date.now() })
          const body = answer.text() ?? JSON.stringify(answer.body())
          pages[`${path} for ${person.role}`] = body + JSON.stringify(answer.headers())
        }
      }
    }
    return pages
  }

  async function everyAnswer() {
    const answers: Places = {}
    for (const person of [cast.owner, cast.editor, cast.viewer]) {
      const key = await keyOf(person, ...scopes)
      for (const { pattern, methods } of routesOf((each) => Boolean(operationOf(each)))) {
        if (!methods.includes('GET')) continue
        for (const path of await pathsOf(pattern)) {
          const headers = { Authorization: `Bearer ${key}` }
          const url = `http://${process.env.HOST}:${process.env.PORT}${path}`
          const answer = await fetch(url, { headers, redirect: 'manual' })
          answers[`${path} for ${person.role}`] = Buffer.from(await answer.arrayBuffer())
        }
      }
    }
    return answers
  }

  /** What is typed at the machine itself and has to do with accounts. */
  async function commands() {
    const heard = listenTo(process.stdout, process.stderr)
    try {
      for (const words of [['--check'], ['--check', '--json']]) {
        await ace.exec('studio:providers', words)
      }
      await ace.exec('credentials:rotate', [])
      await ace.exec('studio:order', ['--project=fal', '--model=fal-ai/flux/dev', '--prompt=a fox'])
      await ace.exec('backup:list', [])
    } finally {
      heard.stop()
    }
    await workOff(await Order.query().orderBy('id', 'desc').firstOrFail())
    return heard.text()
  }
})

function routesOf(isWanted: (name: string) => boolean) {
  return Object.values(router.toJSON())
    .flat()
    .map(({ name, pattern, methods }) => ({ name: name ?? pattern, pattern, methods }))
    .filter(({ name }) => isWanted(name))
}

/** A page of one thing is asked for of the first two there are, which are one refused and one made. */
async function pathsOf(pattern: string): Promise<string[]> {
  if (!pattern.includes(':')) return [pattern]
  const [start, , rest = ''] = pattern.split(/(:id)/)
  const table = tables[start.replace(/^\/api/, '').split('/')[1]]
  if (!table || rest.includes(':') || start.includes(':')) return []
  const rows = await db
    .from(table)
    .select('id')
    .orderBy('id')
    .limit(DEEP ? 1_000 : 2)
  return rows.map(({ id }) => start + id + rest)
}

const tables: Record<string, string> = {
  orders: 'orders',
  projects: 'projects',
  providers: 'provider_credentials',
  models: 'provider_models',
  jobs: 'job_runs',
}
