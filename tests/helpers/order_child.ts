/** Works off what is ordered in a process of its own, which a fail point may kill, until it is told to stop. */
process.env.NODE_ENV = 'test'

import { createIgnitor } from '../../bin/ignitor.js'

const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { runEngine } = await import('#studio/engine/engine')
const { default: Order } = await import('#studio/models/order')

const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
const working = runEngine(stop.signal)
const [, , orderId, wish] = process.argv
if (wish === 'place') {
  const { placeOrder } = await import('#studio/ordering/placing')
  await placeOrder(await Order.findOrFail(orderId))
}
if (wish === 'cancel') {
  const { cancelOrder } = await import('#studio/ordering/cancelling')
  await cancelOrder(await Order.findOrFail(orderId))
}
await working
process.exit(0)
