process.env.UV_THREADPOOL_SIZE ||= '16'

import { createIgnitor } from '../../bin/ignitor.js'

/** Works off what is ordered, as the worker does beside its queue, until it is killed. */
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { runEngine } = await import('#studio/engine/engine')
await runEngine(new AbortController().signal)
