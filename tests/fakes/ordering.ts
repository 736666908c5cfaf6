import { randomUUID } from 'node:crypto'
import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import type {
  GenerationRequest,
  RemoteOutput,
  RemoteReference,
  RemoteSnapshot,
  Submission,
} from '#studio/providers/shapes'
import type { Peer, RunningPeer } from '#tests/fakes/peers'

/** Orders from a provider that runs here, as the engine would, only without waiting. */

export function submissionOf(request: GenerationRequest): Submission {
  return { ...request, attemptKey: randomUUID(), timeLimit: 600 }
}

export function submit(peer: Peer, context: ProviderContext, request = peer.request) {
  return peer.adapter.submit(context, submissionOf(request))
}

/** The whole life of an order; a synchronous provider tells a failure by refusing. */
export async function order(peer: Peer, context: ProviderContext) {
  try {
    const { reference, snapshot } = await submit(peer, context)
    const seen = isOver(snapshot) ? [snapshot] : await followed(peer, context, reference)
    return { seen: [snapshot, ...seen], last: seen.at(-1)! }
  } catch (error) {
    if (!(error instanceof ProviderError) || !peer.synchronous) throw error
    return { seen: [], last: { state: 'failed', error: error.fault } as RemoteSnapshot }
  }
}

export async function followed(peer: Peer, context: ProviderContext, reference: RemoteReference) {
  const seen: RemoteSnapshot[] = []
  while (seen.length < 10) {
    seen.push(await peer.adapter.poll(context, reference))
    if (isOver(seen.at(-1)!)) break
  }
  return seen
}

export async function endOf(peer: Peer, context: ProviderContext, reference: RemoteReference) {
  const seen = await followed(peer, context, reference)
  return seen.at(-1)?.state
}

function isOver({ state }: RemoteSnapshot) {
  return ['succeeded', 'failed', 'cancelled'].includes(state)
}

export async function isResult({ secret }: RunningPeer, { source }: RemoteOutput) {
  if ('bytes' in source) return isMedia(Buffer.from(source.bytes))
  const headers = source.authorized ? { authorization: `Bearer ${secret}` } : undefined
  const answer = await fetch(source.url, { headers })
  return isMedia(Buffer.from(await answer.arrayBuffer()))
}

function isMedia(bytes: Buffer) {
  return bytes.toString('latin1', 1, 4) === 'PNG' || bytes.toString('latin1', 4, 8) === 'ftyp'
}
