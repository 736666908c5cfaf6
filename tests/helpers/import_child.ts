/** Imports one file in a process of its own, which a fail point may kill: import_child.ts <file> <user id>. */
process.env.NODE_ENV = 'test'

import { createReadStream } from 'node:fs'
import { createIgnitor } from '../../bin/ignitor.js'

const [file, userId] = process.argv.slice(2)
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { importStaged } = await import('#library/importing/importing')
const { stageStream } = await import('#library/importing/staging')
const { default: User } = await import('#accounts/models/user')

const { path } = await stageStream(createReadStream(file), 1e9)
await importStaged(
  { path, name: 'fox.png' },
  { owner: await User.findOrFail(userId), visibility: 'everyone', tags: ['Fox'] }
)
process.exit(0)
