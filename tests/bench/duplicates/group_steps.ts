/** Times the statements of the first page of duplicates and of the library over one data folder, in a process of its own. */
process.env.NODE_ENV = 'test'
process.env.DB_CLIENT = 'sqlite3'

import { createIgnitor } from '../../../bin/ignitor.js'
import { percentile } from '../rows.js'

const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { default: User } = await import('#accounts/models/user')
const { groupsList } = await import('#duplicates/groups_list')
const { countAssets, searchAssets } = await import('#library/search/searching')
const { facets } = await import('#library/search/facets')
const { people } = await import('../dataset.js')

const viewer = await User.findOrFail(people.viewer)
const asked = { filters: { preset: 'normal' as const }, viewer }
const groups: number[] = []
const library: number[] = []
for (let round = 0; round < 60; round++) {
  const one = await timed(async () => {
    const page = await groupsList(asked)
    if (page.groups.length !== 24) throw new Error(`${page.groups.length} groups`)
  })
  const other = await timed(async () => {
    await searchAssets({ q: '', viewer })
    await countAssets({ q: '', viewer })
    await facets({ q: '', viewer })
  })
  if (round < 10) continue
  groups.push(one)
  library.push(other)
}
process.stdout.write(
  `${JSON.stringify({ groups: percentile(groups, 0.95), library: percentile(library, 0.95) })}\n`
)
await app.terminate()

async function timed(work: () => Promise<unknown>) {
  const started = performance.now()
  await work()
  return performance.now() - started
}
