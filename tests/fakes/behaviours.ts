import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FakeAnswer, send } from '#tests/fakes/server'

/**
 * What can go wrong between two machines. `accepted` tells whether the request took
 * effect before its answer was lost: exactly what whoever asked cannot see.
 */
export type Behaviour =
  | { is: 'slow'; milliseconds: number }
  /** This answer instead of the right one; the request has no effect unless it was accepted. */
  | { is: 'answer'; answer: FakeAnswer; accepted?: boolean }
  /** The connection is reset instead of an answer. */
  | { is: 'reset'; accepted: boolean }
  /** The head of the right answer arrives, and then a reset. */
  | { is: 'reset_after_headers' }
  /** Half of the right answer arrives, and then a reset. */
  | { is: 'half_body' }
  /** Nothing comes for ever. */
  | { is: 'stall'; accepted: boolean }
  /** The head and a byte come, and nothing more. */
  | { is: 'stall_in_body' }
  /** Complete for HTTP, but the JSON ends in the middle. */
  | { is: 'truncated_json' }
  /** The right status with a page of a proxy instead of what was asked for. */
  | { is: 'wrong_type' }

export const tooMany = (retryAfter?: string): Behaviour => ({
  is: 'answer',
  answer: {
    status: 429,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    json: { detail: 'Too many requests' },
  },
})
export const failing = (status = 500): Behaviour => ({
  is: 'answer',
  answer: { status, json: { detail: 'Internal error' } },
})
export const redirecting = (location: string): Behaviour => ({
  is: 'answer',
  answer: { status: 302, headers: { location } },
})

/** Bytes that begin like a PNG and do not end before `size`. */
export async function* hugePicture(size: number): AsyncIterable<Buffer> {
  yield Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const chunk = Buffer.alloc(64 * 1024)
  for (let sent = 16; sent < size; sent += chunk.length) yield chunk
}

export async function answerBadly(
  behaviour: Behaviour,
  response: ServerResponse,
  answer: () => Promise<FakeAnswer>
) {
  switch (behaviour.is) {
    case 'slow':
      await sleep(behaviour.milliseconds, undefined, { ref: false })
      return send(response, await answer())
    case 'answer':
      if (behaviour.accepted) await answer()
      return send(response, behaviour.answer)
    case 'reset':
      if (behaviour.accepted) await answer()
      return reset(response)
    case 'stall':
      if (behaviour.accepted) await answer()
      return
    case 'truncated_json':
      return send(response, halved(await answer()))
    case 'wrong_type':
      await answer()
      return send(response, {
        headers: { 'content-type': 'text/html' },
        body: '<!doctype html><title>Sign in to the network</title>',
      })
    default:
      return breakOff(behaviour, response, await answer())
  }
}

/** The head promises the whole body; how much comes, and what then, is the behaviour. */
async function breakOff({ is }: Behaviour, response: ServerResponse, answer: FakeAnswer) {
  const body = await wholeBody(answer)
  const type = answer.json === undefined ? {} : { 'content-type': 'application/json' }
  const length = { 'content-length': String(body.length) }
  response.writeHead(answer.status ?? 200, { ...type, ...answer.headers, ...length })
  response.flushHeaders()
  if (is === 'half_body') response.write(body.subarray(0, Math.ceil(body.length / 2)))
  if (is === 'stall_in_body') return response.write(body.subarray(0, 1))
  await sleep(20)
  reset(response)
}

function halved(answer: FakeAnswer): FakeAnswer {
  const text = JSON.stringify(answer.json ?? {})
  return {
    status: answer.status,
    headers: { 'content-type': 'application/json' },
    body: text.slice(0, Math.floor(text.length / 2)),
  }
}

async function wholeBody({ json, body = '' }: FakeAnswer) {
  if (json !== undefined) return Buffer.from(JSON.stringify(json))
  if (typeof body === 'string' || Buffer.isBuffer(body)) return Buffer.from(body)
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function reset(response: ServerResponse) {
  response.socket?.resetAndDestroy()
}
