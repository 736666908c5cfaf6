/** Finds duplicates in a process of its own, which a fail point may kill. */
process.env.NODE_ENV = 'test'

import { createIgnitor } from '../../bin/ignitor.js'

const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { findDuplicates } = await import('#duplicates/finding')
await findDuplicates()
process.exit(0)
