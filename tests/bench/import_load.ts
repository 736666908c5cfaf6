process.env.UV_THREADPOOL_SIZE ||= '16'

import { appendFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { createIgnitor } from '../../bin/ignitor.js'

/**
 * Imports the pictures of a folder again and again, each time with other bytes, until it
 * is told to stop: what the worker does to the machine, without its queue. Says when it
 * begins and how many came in.
 */
const [folder] = process.argv.slice(2)
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { importStaged } = await import('#library/importing/importing')
const { stageCopy } = await import('#library/importing/staging')
const { default: User } = await import('#accounts/models/user')

const owner = await User.findByOrFail('email', 'bench@example.com')
const eight = pLimit(8)
let stopped = false
let imported = 0
process.on('message', () => (stopped = true))
process.send!({ begun: true })

for (let round = 0; !stopped; round++) {
  const names = await readdir(folder)
  await Promise.all(names.map((name) => eight(() => importOne(name, round))))
}
process.send!({ imported })
process.disconnect()
await app.terminate()
process.exit()

async function importOne(name: string, round: number) {
  if (stopped) return
  const { path } = await stageCopy(join(folder, name))
  await appendFile(path, `${process.pid} ${round}`)
  const { state } = await importStaged({ path, name }, { owner, visibility: 'everyone' })
  if (state === 'done') imported++
}
