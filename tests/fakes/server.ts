import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { answerBadly, type Behaviour } from '#tests/fakes/behaviours'

export interface FakeRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
  /** Parsed when it is JSON, else null. */
  json: any
  /** The named parts of the route's pattern. */
  params: Record<string, string>
}

export interface FakeAnswer {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  body?: Buffer | string | AsyncIterable<Buffer>
}

/** `POST /prompt`, `GET /history/:id`; the first that fits answers. A part `:rest*` takes slashes, too. */
export type Routes = Record<string, (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>>

/**
 * A provider on loopback that keeps a state, tells what it was asked, counts what
 * would have cost money, and behaves as badly as a test wishes.
 */
export class FakeServer {
  readonly requests: FakeRequest[] = []
  #server: Server
  #sockets = new Set<Duplex>()
  #routes: { method: string; pattern: RegExp; answer: Routes[string] }[]
  #scripts: { route: RegExp; behaviours: Behaviour[] }[] = []

  /** `paid` names the routes whose POST orders something, such as `/^POST \/prompt$/`. */
  constructor(
    routes: Routes,
    private paid: RegExp
  ) {
    this.#routes = Object.entries(routes).map(([route, answer]) => ({
      method: route.split(' ')[0],
      pattern: patternOf(route.split(' ')[1]),
      answer,
    }))
    this.#server = createServer((request, response) => void this.#handle(request, response))
    this.#server.on('upgrade', (message, socket) => {
      this.#sockets.add(socket)
      this.upgrade(message, socket)
    })
  }

  /** Nobody listens to most providers. */
  protected upgrade(_message: IncomingMessage, socket: Duplex) {
    socket.destroy()
  }

  async start() {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return this
  }

  get url() {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The POSTs that cost money and reached the machine, whatever it answered. */
  get paidRequests(): FakeRequest[] {
    return this.requestsTo(this.paid)
  }

  get paidPosts() {
    return this.paidRequests.length
  }

  requestsTo(route: RegExp) {
    return this.requests.filter(({ method, path }) => route.test(`${method} ${path}`))
  }

  /** The next requests that fit meet these, one each; after that it behaves well again. */
  misbehave(route: RegExp, ...behaviours: Behaviour[]) {
    this.#scripts.push({ route, behaviours })
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.closeAllConnections()
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve))
  }

  async #handle(message: IncomingMessage, response: ServerResponse) {
    response.on('error', () => {})
    const request = await received(message).catch(() => null)
    if (!request) return response.destroy()
    this.requests.push(request)
    const behaviour = this.#nextBehaviour(`${request.method} ${request.path}`)
    const answer = () => this.#answer(request)
    try {
      if (behaviour) await answerBadly(behaviour, response, answer)
      else await send(response, await answer())
    } catch (error) {
      if (!response.headersSent) await send(response, { status: 500, body: String(error) })
    }
  }

  #nextBehaviour(route: string) {
    const script = this.#scripts.find((each) => each.behaviours.length && each.route.test(route))
    return script?.behaviours.shift()
  }

  async #answer(request: FakeRequest): Promise<FakeAnswer> {
    for (const { method, pattern, answer } of this.#routes) {
      const match = method === request.method && pattern.exec(request.path)
      if (match) return answer({ ...request, params: decoded(match.groups ?? {}) })
    }
    return { status: 404, json: { detail: 'Not Found' } }
  }
}

export async function send(response: ServerResponse, answer: FakeAnswer) {
  const { status = 200, headers = {}, json, body = '' } = answer
  if (json !== undefined) {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    return response.end(JSON.stringify(json))
  }
  response.writeHead(status, headers)
  if (typeof body === 'string' || Buffer.isBuffer(body)) return response.end(body)
  for await (const chunk of body) {
    if (response.destroyed) return
    if (!response.write(chunk))
      await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  response.end()
}

async function received(message: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const { pathname, searchParams } = new URL(message.url!, 'http://fake')
  return {
    method: message.method!,
    path: pathname,
    query: searchParams,
    headers: message.headers as Record<string, string>,
    body,
    json: parsed(body),
    params: {},
  }
}

function patternOf(path: string) {
  const source = path
    .replace(/[.+?()[\]{}|^$\\]/g, '\\$&')
    .replace(/:(\w+)\*/g, '(?<$1>.+)')
    .replace(/:(\w+)/g, '(?<$1>[^/]+)')
  return new RegExp(`^${source}$`)
}

function decoded(groups: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)])
  )
}

function parsed(body: Buffer) {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}
