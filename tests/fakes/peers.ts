import { openHttp } from '#studio/providers/http'
import { a1111 } from '#studio/providers/a1111'
import { comfyui } from '#studio/providers/comfyui'
import { civitai } from '#studio/providers/civitai'
import { fal } from '#studio/providers/fal'
import { openai } from '#studio/providers/openai'
import { replicate } from '#studio/providers/replicate'
import type { ProviderAdapter, ProviderContext } from '#studio/providers/contract'
import type { GenerationRequest, IncomingWebhook } from '#studio/providers/shapes'
import { FakeA1111 } from '#tests/fakes/a1111'
import { FakeComfyUI } from '#tests/fakes/comfyui'
import { FakeCivitai } from '#tests/fakes/civitai'
import { FakeFal } from '#tests/fakes/fal'
import { FakeOpenAi } from '#tests/fakes/openai'
import { FakeReplicate } from '#tests/fakes/replicate'
import type { FakeJob, FakeJobs } from '#tests/fakes/jobs'
import type { FakeServer } from '#tests/fakes/server'

/** A provider that runs here: an adapter and the fake it talks to. */
export interface Peer {
  name: string
  adapter: ProviderAdapter
  dialect?: string
  /** The answer to the order holds the results. */
  synchronous?: boolean
  start(): Promise<RunningPeer>
  request: GenerationRequest
  /** An order the provider refuses, and the field it complains of. */
  refused?: { request: GenerationRequest; field: string }
  /** Routes of the fake: the one paid POST, and what a poll reads. */
  submitting: RegExp
  polling: RegExp
  /** Whether a lost answer that is not found can be said never to have arrived. */
  certain: boolean
  /** What it cancelled before it ran, it does not know any more. */
  forgetsCancelled?: boolean
  /** Whether its webhooks carry a signature. */
  signs: boolean
}

export interface RunningPeer {
  server: FakeServer
  jobs: FakeJobs
  secret: string
  baseUrl: string
  /** A message as the provider signs it; none of one that signs nothing. */
  webhook?: (job: FakeJob, at?: Date) => IncomingWebhook
}

const sdxl = 'urn:air:sdxl:checkpoint:civitai:101055@128078'

export const peers: Peer[] = [
  {
    name: 'fal',
    adapter: fal,
    start: () => running(new FakeFal()),
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
    signs: true,
  },
  {
    name: 'replicate',
    adapter: replicate,
    start: () => running(new FakeReplicate()),
    request: {
      model: { ref: 'black-forest-labs/flux-schnell' },
      parameters: { prompt: 'a red fox', num_outputs: 2, seed: 42 },
    },
    refused: {
      request: { model: { ref: 'black-forest-labs/flux-schnell' }, parameters: { seed: 42 } },
      field: 'prompt',
    },
    submitting: /^POST \/predictions$/,
    polling: /^GET \/predictions\/\w+$/,
    certain: false,
    signs: true,
  },
  {
    name: 'civitai',
    adapter: civitai,
    start: () => running(new FakeCivitai()),
    request: {
      model: { ref: sdxl },
      parameters: { prompt: 'a red fox', quantity: 2, seed: 42, width: 1024, height: 1024 },
    },
    refused: {
      request: { model: { ref: sdxl }, parameters: { seed: 42 } },
      field: 'prompt',
    },
    submitting: /^POST \/v2\/consumer\/workflows$/,
    polling: /^GET \/v2\/consumer\/workflows\/\w+$/,
    certain: true,
    signs: false,
  },
  {
    name: 'openai, pictures',
    adapter: openai,
    synchronous: true,
    start: () => running(new FakeOpenAi()),
    request: {
      model: { ref: 'gpt-image-1' },
      parameters: { prompt: 'a red fox', n: 2, size: '1024x1024' },
    },
    refused: {
      request: { model: { ref: 'gpt-image-1' }, parameters: { n: 1 } },
      field: 'prompt',
    },
    submitting: /^POST \/v1\/images\/generations$/,
    polling: /^never$/,
    certain: false,
    signs: false,
  },
  {
    name: 'openai, films',
    adapter: openai,
    start: () => running(new FakeOpenAi()),
    request: {
      model: { ref: 'sora-2' },
      parameters: { prompt: 'a red fox runs', seconds: '4', size: '1280x720' },
    },
    submitting: /^POST \/v1\/videos$/,
    polling: /^GET \/v1\/videos\/\w+$/,
    certain: false,
    signs: false,
  },
  {
    name: 'comfyui',
    adapter: comfyui,
    start: () => running(new FakeComfyUI()),
    request: {
      model: { ref: 'checkpoint/fox.safetensors' },
      parameters: { prompt: 'a red fox', batch_size: 2, seed: 42 },
    },
    refused: {
      request: {
        model: { ref: 'checkpoint/fox.safetensors' },
        parameters: { prompt: 'a red fox', width: 8 },
      },
      field: 'width',
    },
    submitting: /^POST \/prompt$/,
    polling: /^GET \/history\/.+$/,
    certain: true,
    forgetsCancelled: true,
    signs: false,
  },
  {
    name: 'a1111',
    adapter: a1111,
    synchronous: true,
    start: () => running(new FakeA1111()),
    request: {
      model: { ref: 'txt2img/fox.safetensors [0123456789]' },
      parameters: { prompt: 'a red fox', batch_size: 2, seed: 42 },
    },
    refused: {
      request: {
        model: { ref: 'txt2img/fox.safetensors [0123456789]' },
        parameters: { prompt: 'a red fox', steps: 'many' },
      },
      field: 'steps',
    },
    submitting: /^POST \/sdapi\/v1\/txt2img$/,
    polling: /^GET \/internal\/progress$/,
    certain: true,
    signs: false,
  },
]

/** A fake of a provider, started. */
async function running(
  server: FakeServer & {
    jobs: FakeJobs
    key: string
    baseUrl?: string
    webhook?(job: FakeJob, at?: Date): IncomingWebhook
  }
): Promise<RunningPeer> {
  await server.start()
  return {
    server,
    jobs: server.jobs,
    secret: server.key,
    baseUrl: server.baseUrl ?? server.url,
    webhook: server.webhook && ((job, at) => server.webhook!(job, at)),
  }
}

/** What an adapter is given to talk to the fake, hasty enough for tests. */
export function contextOf(
  peer: Peer,
  fake: RunningPeer,
  { signal = new AbortController().signal, now = () => new Date(), secret = fake.secret } = {}
): ProviderContext {
  return {
    secret,
    baseUrl: fake.baseUrl,
    dialect: peer.dialect ?? null,
    http: openHttp({ origins: [fake.server.url], signal, secret }),
    signal,
    now,
  }
}
