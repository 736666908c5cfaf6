import { Pool } from 'undici'
import { subjects } from './pictures.js'

/**
 * A process of its own that asks for pages over so many connections at once, over each the next
 * as soon as one was answered, with no regard for what it is told. Tells at the end.
 */
export interface Flooded {
  /** How often each status came, and each fault of a connection. */
  answers: Record<string, number>
  /** Milliseconds of the pages that came, and of the refusals. */
  times: { page: number[]; refusal: number[] }
}

const flooded: Flooded = { answers: {}, times: { page: [], refusal: [] } }
let isOver = false

interface Order {
  origin: string
  cookies: string[]
  connections: number
  seconds: number
}

process.once('message', async ({ origin, cookies, connections, seconds }: Order) => {
  setTimeout(() => (isOver = true), seconds * 1_000)
  const pool = new Pool(origin, { connections })
  const all = Array.from({ length: connections }, (_, number) => ask(pool, cookies, number))
  await Promise.all(all)
  process.send!({ flooded }, () => process.exit())
})

async function ask(pool: Pool, cookies: string[], number: number) {
  const headers = { cookie: cookies[number % cookies.length], accept: 'text/html' }
  for (let turn = number; !isOver; turn++) {
    const path = `/library?q=${subjects[turn % subjects.length]}`
    const started = performance.now()
    try {
      const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
      await body.bytes()
      count(String(statusCode))
      const kind = statusCode === 503 ? 'refusal' : 'page'
      flooded.times[kind].push(performance.now() - started)
    } catch (error) {
      count((error as NodeJS.ErrnoException).code ?? (error as Error).message)
    }
  }
}

function count(answer: string) {
  flooded.answers[answer] = (flooded.answers[answer] ?? 0) + 1
}
