/** Works off what is ordered in a process of its own, which a fail point may kill, until it is told to stop. */
process.env.NODE_ENV = 'test'

import { createIgnitor } from '../../bin/ignitor.js'

const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
await app.start(() => {})

const { runEngine } = await import('#studio/engine/engine')
const { default: Order } = await import('#studio/models/order')
const { cancelOrder } = await import('#studio/ordering/cancelling')
const { placeOrder } = await import('#studio/ordering/placing')

const [, , wish, ...ids] = process.argv
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
process.once('disconnect', () => process.exit())
const working = runEngine(stop.signal)
process.send?.('working')
const orders = await Order.findMany(ids)
await Promise.all(
  orders.map(async (order) => {
    if (wish === 'place' && order.isDraft) await placeOrder(order)
    if (wish === 'cancel') await cancelOrder(order)
  })
)
await working
process.exit(0)
