import { openHttp } from '#studio/providers/http'
import { fal } from '#studio/providers/fal'
import type { ProviderAdapter, ProviderContext } from '#studio/providers/contract'
import type { GenerationRequest, IncomingWebhook } from '#studio/providers/shapes'
import { FakeFal } from '#tests/fakes/fal'
import type { FakeJob, FakeJobs } from '#tests/fakes/jobs'
import type { FakeServer } from '#tests/fakes/server'

/** A provider that runs here: an adapter and the fake it talks to. */
export interface Peer {
  name: string
  adapter: ProviderAdapter
  dialect?: string
  start(): Promise<RunningPeer>
  request: GenerationRequest
  /** An order the provider refuses, and the field it complains of. */
  refused?: { request: GenerationRequest; field: string }
  /** Routes of the fake: the one paid POST, and what a poll reads. */
  submitting: RegExp
  polling: RegExp
  /** Whether a lost answer that is not found can be said never to have arrived. */
  certain: boolean
}

export interface RunningPeer {
  server: FakeServer
  jobs: FakeJobs
  secret: string
  baseUrl: string
  webhook?: (job: FakeJob, at?: Date) => IncomingWebhook
}

export const peers: Peer[] = [
  {
    name: 'fal',
    adapter: fal,
    start: async () => {
      const server = new FakeFal()
      await server.start()
      const webhook = (job: FakeJob, at?: Date) => server.webhook(job, at)
      return { server, jobs: server.jobs, secret: server.key, baseUrl: server.url, webhook }
    },
    request: {
      model: { ref: 'fal-ai/flux/dev' },
      parameters: { prompt: 'a red fox', num_images: 2, seed: 42 },
    },
    refused: {
      request: { model: { ref: 'fal-ai/flux/dev' }, parameters: { seed: 42 } },
      field: 'prompt',
    },
    submitting: /^POST \/fal-ai\/flux\/dev$/,
    polling: /^GET \/fal-ai\/flux\/requests\/.*\/status$/,
    certain: false,
  },
]

/** What an adapter is given to talk to the fake, hasty enough for tests. */
export function contextOf(
  peer: Peer,
  running: RunningPeer,
  { signal = new AbortController().signal, now = () => new Date(), secret = running.secret } = {}
): ProviderContext {
  return {
    secret,
    baseUrl: running.baseUrl,
    dialect: peer.dialect ?? null,
    http: openHttp({ origins: [running.server.url], signal, patience: 2 }),
    signal,
    now,
  }
}
