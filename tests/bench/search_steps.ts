/**
 * Times every statement of the library's searches over one data folder, in a
 * process of its own: DATA_DIR=… node … tests/bench/search_steps.ts [part of a scenario's name]
 */
process.env.NODE_ENV = 'test'
process.env.DB_CLIENT = 'sqlite3'

import { createIgnitor } from '../../bin/ignitor.js'
import { percentile } from './rows.js'

const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { default: db } = await import('@adonisjs/lucid/services/db')
const { default: User } = await import('#accounts/models/user')
const { neighbours } = await import('#library/search/neighbours')
const { countAssets, searchAssets } = await import('#library/search/searching')
const { facets } = await import('#library/search/facets')
const { complete } = await import('#library/search/completion')
const { people, tagName, wordName, modelName } = await import('./dataset.js')

const viewer = await User.findOrFail(people.viewer)
const [{ total, first, last }] = await db.rawQuery(
  'SELECT count(*) AS total, min(position) AS first, max(position) AS last FROM assets'
)

/** Each scenario by a number of the round, so that rounds differ and repeat from run to run. */
const scenarios: Record<string, (round: number) => Promise<unknown>> = {
  'first page': () => page(''),
  'deep page': (round) => searchAssets({ q: '', viewer, after: cursor(round) }),
  'two tags, rating, date': (round) => page(tagged(round)),
  'two tags, rating, date: count': (round) => countAssets({ q: tagged(round), viewer }),
  'two words': (round) => page(worded(round)),
  'two words: count': (round) => countAssets({ q: worded(round), viewer }),
  'facets': () => facets({ q: '', viewer }),
  'facets of two tags, rating, date': (round) => facets({ q: tagged(round), viewer }),
  'facets of two words': (round) => facets({ q: worded(round), viewer }),
  'one word: list and count': (round) => listAndCount(wordName(100 + round)),
  'one word by LIKE: list and count': (round) => foundingListAndCount(wordName(100 + round)),
  ...(process.argv[2] ? beyondTheLimits() : {}),
}

/** Searches that have no limit to hold; looked at when one is named. */
function beyondTheLimits(): typeof scenarios {
  return {
    'one tag': (round) => page(`tag:${tagName(spread(round, 2_000))}`),
    'one tag: count': (round) => countAssets({ q: `tag:${tagName(spread(round, 2_000))}`, viewer }),
    'model, rating, tag and words': (round) =>
      page(
        `model:=${modelName(spread(round, 300))} rating:>=4 -${tag(round)} ${wordName(spread(round, 50))}`
      ),
    'rating': (round) => page(`rating:${1 + (round % 5)}`),
    'rating: count': (round) => countAssets({ q: `rating:${1 + (round % 5)}`, viewer }),
    'favourites': () => page('is:favorite'),
    'model': (round) => page(`model:=${modelName(spread(round, 300))}`),
    'part of a model': (round) => page(`model:model-${1 + (round % 30)}`),
    'word and tag': (round) => page(`${wordName(spread(round, 20_000))} ${tag(round + 7)}`),
    'word and tag: count': (round) =>
      countAssets({ q: `${wordName(spread(round, 20_000))} ${tag(round + 7)}`, viewer }),
    'by rating': () => page('sort:rating-,date-'),
    'by size': () => page('sort:size-'),
    'by name': () => page('sort:name'),
    'by chance': (round) => page(`sort:random~${round}`),
    'neighbours': (round) =>
      neighbours({ q: tagged(round), viewer, assetId: 1 + ((round * 7919) % total) }),
    'completion of a tag': (round) =>
      complete({ text: `tag:tag_${round % 100}`, caret: 99, viewer }),
  }
}

const wanted = process.argv[2] ?? ''
const mostRounds = Number(process.argv[3] ?? 60)
for (const [name, scenario] of Object.entries(scenarios)) {
  if (!name.includes(wanted)) continue
  const times = name.includes('LIKE') ? 3 : mostRounds
  console.log(JSON.stringify({ name, ...(await measure(scenario, times)) }))
}
await app.terminate()

async function measure(scenario: (round: number) => Promise<unknown>, rounds: number) {
  for (let round = 0; round < rounds; round++) await scenario(round)
  const steps: { took: number; sql: string; bindings: unknown }[] = []
  const whole: number[] = []
  const stop = listen(steps)
  const cpu = process.cpuUsage()
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    await scenario(round)
    whole.push(performance.now() - started)
  }
  stop()
  const { user, system } = process.cpuUsage(cpu)
  const times = steps.map(({ took }) => took)
  const worst = steps.reduce((one, other) => (other.took > one.took ? other : one))
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    max: worst.took,
    statements: steps.length / rounds,
    whole50: percentile(whole, 0.5),
    whole95: percentile(whole, 0.95),
    cpu: (user + system) / 1000 / rounds,
    ...(process.env.WORST ? { worst } : {}),
  }
}

function listen(steps: { took: number; sql: string; bindings: unknown }[]) {
  const client = db.connection().getReadClient()
  const started = new Map<string, number>()
  const begin = (query: any) => started.set(query.__knexQueryUid, performance.now())
  const end = (_response: unknown, query: any) => {
    const took = performance.now() - started.get(query.__knexQueryUid)!
    steps.push({ took, sql: query.sql, bindings: query.bindings })
  }
  client.on('query', begin)
  client.on('query-response', end)
  return () => {
    client.off('query', begin)
    client.off('query-response', end)
  }
}

async function listAndCount(q: string) {
  await searchAssets({ q, viewer })
  await countAssets({ q, viewer })
}

function page(q: string) {
  return searchAssets({ q, viewer })
}

/** The founding design: a word anywhere in three columns, newest first, and how many. */
async function foundingListAndCount(word: string) {
  const like = '(prompt LIKE ? OR notes LIKE ? OR model LIKE ?)'
  const words = Array.from({ length: 3 }, () => `%${word}%`)
  await db.rawQuery(
    `SELECT id, file_name, prompt, model FROM assets WHERE ${like} ORDER BY captured_at DESC LIMIT 60`,
    words
  )
  await db.rawQuery(`SELECT count(*) FROM assets WHERE ${like}`, words)
}

/** Common, middling and rare ranks in turn. */
function spread(round: number, size: number) {
  const share = ((round * 0.618_033_988_7) % 1) ** 1
  return Math.max(1, Math.floor(size ** share))
}

function tag(round: number) {
  return `tag:${tagName(spread(round, 2_000))}`
}

function tagged(round: number) {
  return `${tag(round)} ${tag(round * 3 + 1)} rating:>=3 date:${2023 + (round % 3)}..`
}

function worded(round: number) {
  return `${wordName(spread(round, 20_000))} ${wordName(spread(round * 3 + 1, 20_000))}`
}

function cursor(round: number) {
  const position = Math.floor(first + ((round * 0.618_033_988_7) % 1) * (last - first))
  return Buffer.from(JSON.stringify([position])).toString('base64url')
}
