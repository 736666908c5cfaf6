import { existsSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import type { GenerationRequest, RemoteReference } from '#studio/providers/shapes'
import { ApiDocument, recording, type Exchange } from '#tests/fakes/conformance'
import { contextOf, peers, type Peer } from '#tests/fakes/peers'

/**
 * The fakes and the adapters held against the providers' official documents: what is
 * sent and what is answered, over everything an adapter can ask.
 */

const folder = '../shared/provider-specs/specs'

const absent = 'The official documents are not here (../shared/provider-specs).'

interface Subject {
  peer: string
  document: string
  repair?: (document: any) => void
  /** The path of the document that an address of the fake stands for; null of what it leaves out. */
  pathOf: (path: string) => string | null
  requests: GenerationRequest[]
  least: number
}

const happyHorse = 'alibaba/happy-horse/image-to-video'
const sdxl = 'urn:air:sdxl:checkpoint:civitai:101055@128078'
const words = { prompt: 'a red fox', seed: 42 }

const subjects: Subject[] = [
  {
    peer: 'fal',
    document: 'fal-model.happy-horse-image-to-video.openapi.json',
    /** It calls the logs an object; they are the list that fal's own client reads. */
    repair: (document) => {
      document.components.schemas.QueueStatus.properties.logs.type = 'array'
    },
    /** It puts the whole name before /requests; fal's guide and its client put owner and app there. */
    pathOf: (path) => path.replace('/alibaba/happy-horse/requests', `/${happyHorse}/requests`),
    requests: [
      {
        model: { ref: happyHorse },
        parameters: { ...words, image_url: 'https://example.com/a.png', duration: 5 },
      },
    ],
    least: 6,
  },
  {
    peer: 'fal',
    document: 'fal-platform.openapi.json',
    pathOf: (path) => (path.startsWith('/v1/') ? path.slice('/v1'.length) : null),
    requests: [
      { model: { ref: 'fal-ai/flux/dev' }, parameters: { ...words, image_size: 'square' } },
    ],
    least: 4,
  },
  {
    peer: 'replicate',
    document: 'replicate.patched.openapi.json',
    pathOf: (path) => path,
    requests: [
      { model: { ref: 'black-forest-labs/flux-schnell' }, parameters: words },
      { model: { ref: `black-forest-labs/flux-schnell:${'ab'.repeat(32)}` }, parameters: words },
    ],
    least: 15,
  },
  {
    peer: 'civitai',
    document: 'civitai-orchestration.patched.json',
    pathOf: (path) => (path.startsWith('/v2/') ? path : null),
    requests: [
      {
        model: { ref: sdxl },
        parameters: { ...words, quantity: 2, loras: { 'urn:air:sdxl:lora:civitai:1@2': 0.8 } },
      },
      {
        model: { ref: sdxl },
        parameters: { ...words, image: 'https://example.com/a.png', strength: 0.5 },
      },
      {
        model: { ref: 'urn:air:sd1:checkpoint:civitai:1@2' },
        parameters: { ...words, clipSkip: 2 },
      },
      {
        model: { ref: 'urn:air:flux1:checkpoint:civitai:1@2' },
        parameters: { ...words, steps: 20, sampler: 'euler' },
      },
      { model: { ref: 'image/flux2-klein' }, parameters: { ...words, modelVersion: '9b' } },
      {
        model: { ref: 'image/flux2-klein-edit' },
        parameters: { ...words, images: ['https://example.com/a.png'] },
      },
      {
        model: { ref: 'image/z-image-turbo' },
        parameters: { ...words, steps: 9, width: 1024, height: 768 },
      },
      {
        model: { ref: 'image/flux1-kontext-pro' },
        parameters: { ...words, images: ['https://example.com/a.png'], aspectRatio: '16:9' },
      },
      {
        model: { ref: 'video/wan-2.5' },
        parameters: { ...words, duration: 5, resolution: '720p' },
      },
      {
        model: { ref: 'video/wan-2.5-image' },
        parameters: { ...words, images: ['https://example.com/a.png'] },
      },
      {
        model: { ref: 'video/kling' },
        parameters: { prompt: 'a fox', duration: '5', model: 'v2', mode: 'standard' },
      },
      {
        model: { ref: 'image/upscale' },
        parameters: { image: 'https://example.com/a.png', numberOfRepeats: 1 },
      },
    ],
    least: 80,
  },
  {
    peer: 'openai, pictures',
    document: 'openai-media-subset.openapi.json',
    repair: withoutNullable,
    pathOf: (path) => path.replace(/^\/v1/, ''),
    requests: [
      {
        model: { ref: 'gpt-image-1' },
        parameters: { prompt: 'a fox', n: 2, size: '1024x1024', quality: 'low' },
      },
      {
        model: { ref: 'gpt-image-1' },
        parameters: { prompt: 'a fox', image: ['data:image/png;base64,AAEC'] },
      },
      {
        model: { ref: 'dall-e-3' },
        parameters: { prompt: 'a fox', size: '1792x1024', style: 'vivid' },
      },
    ],
    least: 6,
  },
  {
    peer: 'openai, films',
    document: 'openai-media-subset.openapi.json',
    pathOf: (path) => path.replace(/^\/v1/, ''),
    requests: [
      {
        model: { ref: 'sora-2' },
        parameters: {
          prompt: 'a fox',
          seconds: '4',
          size: '720x1280',
          image: ['https://example.com/a.png'],
        },
      },
    ],
    least: 8,
  },
]

test.group('Official documents', () => {
  for (const subject of subjects) {
    test(`${subject.peer} keeps to ${subject.document}`, async ({ assert }) => {
      const peer = peers.find(({ name }) => name === subject.peer)!
      const document = new ApiDocument(`${folder}/${subject.document}`, subject.repair)
      const exchanges = await everythingAsked(peer, subject.requests)
      const judged = exchanges.flatMap(({ request, answer }) => {
        const path = subject.pathOf(new URL(request.url).pathname)
        const wrong = path && document.violations(request, path, answer)
        return wrong ? [wrong] : []
      })

      assert.deepEqual(judged.flat(), [])
      assert.isAtLeast(judged.length, subject.least)
    })
      .timeout(60_000)
      .skip(!existsSync(folder), absent)
  }

  test('a wrong word in an answer is seen', ({ assert }) => {
    const document = new ApiDocument(`${folder}/replicate.patched.openapi.json`)
    const request = { method: 'GET' as const, url: '' }
    const answer = {
      status: 200,
      headers: {},
      bytes: Buffer.alloc(0),
      json: { status: 'cancelled' },
    }
    const violations = document.violations(request, '/predictions/abc', answer)!

    assert.match(violations.join('\n'), /\/status must be equal to one of the allowed values/)
    assert.match(violations.join('\n'), /must have required property 'urls'/)
  }).skip(!existsSync(folder), absent)
})

/** A word of OpenAPI 3.0 in a document of 3.1, beside schemas without a type, where it means nothing. */
function withoutNullable(value: any): void {
  if (value === null || typeof value !== 'object') return
  if (!value.type) delete value.nullable
  for (const each of Object.values(value)) withoutNullable(each)
}

/** Every question an adapter has, of orders that succeed, fail, are refused and are cancelled. */
async function everythingAsked(peer: Peer, requests: GenerationRequest[]): Promise<Exchange[]> {
  const running = await peer.start()
  const plain = contextOf(peer, running)
  const { exchanges, http } = recording(plain.http)
  const context = { ...plain, http }
  const { adapter } = peer
  try {
    await adapter.check(context)
    await adapter.listModels(context, {})
    await adapter.listModels(context, { query: 'flux' })
    for (const request of requests) {
      await adapter.estimate?.(context, request)
      for (const outcome of ['succeeds', 'fails', 'is_refused', 'stays_queued'] as const) {
        running.jobs.outcomes.push(outcome)
        await orderAndLook(peer, context, request, outcome === 'stays_queued')
      }
    }
  } finally {
    await running.server.stop()
  }
  return exchanges
}

async function orderAndLook(
  peer: Peer,
  context: ProviderContext,
  request: GenerationRequest,
  cancels: boolean
) {
  const submission = { ...request, attemptKey: randomUUID(), timeLimit: 600 }
  const { adapter } = peer
  try {
    const { reference } = await adapter.submit(context, submission)
    if (!peer.synchronous) await look(peer, context, reference, cancels)
    await adapter.reconcile(context, { ...submission, sentAt: context.now() })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
  }
}

async function look(
  peer: Peer,
  context: ProviderContext,
  reference: RemoteReference,
  cancels: boolean
) {
  await peer.adapter.poll(context, reference)
  if (cancels) await peer.adapter.cancel(context, reference)
  await peer.adapter.poll(context, reference)
  await peer.adapter.poll(context, reference)
}
