import type { PassThrough } from 'node:stream'
import edge from 'edge.js'
import db from '@adonisjs/lucid/services/db'
import { data, event, partial, pulse } from '#queue/progress/frames'
import { isSilent, watch, type Channel, type Viewer } from '#queue/progress/streams'
import Order from '#studio/models/order'

interface Subject {
  orderId: number
  told?: string
}

const channel: Channel<Subject> = {
  async look(watchers) {
    const orders = await ordersWithVersions([
      ...new Set(watchers.map((each) => each.subject.orderId)),
    ])
    return async (each) => {
      const found = orders.get(each.subject.orderId)
      if (!found) return { ends: true }
      if (each.subject.told === found.version && !isSilent(each)) return {}
      each.subject.told = found.version
      return { text: await found.message(), ends: !found.order.isUnfinished }
    }
  },
}

/** Streams how far an order is until it ends. False when there are too many streams. */
export function watchOrder(viewer: Viewer, stream: PassThrough, order: Order) {
  return watch(channel, viewer, { stream, subject: { orderId: order.id } })
}

/** Each order with what changes when there is something to tell, and its message, made once for everybody. */
async function ordersWithVersions(ids: number[]) {
  const [orders, versions] = await Promise.all([Order.query().whereIn('id', ids), attemptsOf(ids)])
  return new Map(
    orders.map((order) => {
      const { state, itemsDone, itemsFailed, itemsCancelled, cancelAskedAt } = order
      const steps = [state, itemsDone, itemsFailed, itemsCancelled, !!cancelAskedAt]
      const version = [...steps, versions.get(order.id)].join()
      let message: Promise<string> | undefined
      return [order.id, { order, version, message: () => (message ??= messageOf(order)) }]
    })
  )
}

/** How far the attempts are that are under way, in one text for each order. */
async function attemptsOf(orderIds: number[]) {
  const rows = await db
    .from('order_items as i')
    .join('order_attempts as t', 't.order_item_id', 'i.id')
    .whereIn('i.order_id', orderIds)
    .whereIn('i.state', ['queued', 'running'])
    .groupBy('i.order_id', 't.stage')
    .orderBy('t.stage')
    .select('i.order_id as orderId', 't.stage')
    .select(
      db.raw(`count(*) AS attempts, sum(t.progress) AS progress, sum(t.queue_position) AS position,
        sum(length(t.log_tail)) AS log, max(t.number) AS number`)
    )
  const texts = Map.groupBy(rows, ({ orderId }) => orderId as number)
  return new Map([...texts].map(([orderId, found]) => [orderId, JSON.stringify(found)]))
}

async function messageOf(order: Order) {
  const progress = await edge.render('studio/orders/_progress', { order })
  const fragments =
    partial('#order-progress', 'outerMorph', progress) +
    (await pulse(`/orders/${order.id}`, '#order'))
  return data(fragments) + event(order.isUnfinished ? 'items' : 'finished')
}
