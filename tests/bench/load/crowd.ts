import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { origin, told } from '../web.js'
import type { Flooded } from './flood.js'
import type { Seen } from './viewers.js'

/** People who look on, each with one of these cookies, in a process of their own until `end`. */
export async function startViewers(cookies: string[]) {
  const child = start('viewers')
  child.send({ origin, cookies })
  return {
    /** What they saw since this was asked last. */
    async seen() {
      child.send('tell')
      const seen: Seen = await told(child, 'seen')
      const { page, fragment, thumbnail } = seen.times
      return { ...seen, answers: page.length + fragment.length + thumbnail.length }
    },
    async end() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

export async function startFlood(
  cookies: string[],
  how: { connections: number; seconds: number }
): Promise<Flooded> {
  const child = start('flood')
  child.send({ origin, cookies, ...how })
  return told(child, 'flooded')
}

function start(name: string) {
  const script = ['--import', './bin/typescript.js', `tests/bench/load/${name}.ts`]
  const stdio: ('ignore' | 'inherit' | 'ipc')[] = ['ignore', 'ignore', 'inherit', 'ipc']
  return spawn(process.execPath, script, { env: { ...process.env, NODE_ENV: 'production' }, stdio })
}
