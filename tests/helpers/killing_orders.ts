import { spawn } from 'node:child_process'
import { once } from 'node:events'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { originalsPath } from '#core/paths'
import { sha256Of } from '#library/importing/placing'
import Asset from '#library/models/asset'
import type Order from '#studio/models/order'

export type Wish = 'place' | 'cancel' | 'nothing'

/** A worker in a process of its own, with the wish for each of these orders. */
export function startChild(orders: Order[], wish: Wish, failpoints = '') {
  const ids = orders.map(({ id }) => String(id))
  const child = spawn(
    process.execPath,
    ['--import', './bin/typescript.js', 'tests/helpers/order_child.ts', wish, ...ids],
    {
      cwd: app.makePath(),
      env: { ...process.env, FAILPOINTS: failpoints },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }
  )
  const ended = once(child, 'exit').then(([, signal]) => signal as string | null)
  return {
    ended,
    working: once(child, 'message'),
    kill() {
      child.kill('SIGKILL')
      return ended
    },
  }
}

/** Each of these steps holds one of the orders when all of them are killed. */
export async function killedAt(points: string[], orders: Order[], wish: Wish = 'nothing') {
  const mode = points.length > 1 ? 'kill_together' : 'kill'
  const failpoints = points.map((point) => `${point}=${mode}`).join()
  const signal = await startChild(orders, wish, failpoints).ended
  if (signal !== 'SIGKILL') throw new Error(`${points} were not reached: it ended with ${signal}`)
}

/** Why the one item of this order failed. */
export async function codeOf({ id }: Order): Promise<string | null> {
  const item = await db.from('order_items').where('order_id', id).firstOrFail()
  return JSON.parse(item.error)?.code ?? null
}

/** Each result is a product of its order, and lies in the library with the bytes it came with; answers how many. */
export async function assertStored() {
  const products = await db.from('products')
  const outputs = await db.from('order_outputs')
  const stored = outputs.filter(({ state }) => state === 'stored')
  if (products.length !== outputs.length || stored.length !== outputs.length) {
    throw new Error(`${products.length} products, ${stored.length} of ${outputs.length} stored`)
  }
  for (const asset of await Asset.query()) {
    const sha256 = await sha256Of(originalsPath(asset.path))
    if (sha256 !== asset.sha256) throw new Error(`Asset ${asset.id} has other bytes`)
  }
  return products.length
}
