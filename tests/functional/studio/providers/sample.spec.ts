import { createHash, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { stagingPath } from '#core/paths'
import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import { sample } from '#studio/providers/sample'
import type { Json, RemoteOutput } from '#studio/providers/shapes'

const began = Date.parse('2026-11-21T12:00:00Z')
const after = (seconds: number) =>
  ({ now: () => new Date(began + seconds * 1000) }) as unknown as ProviderContext

async function order(ref: string, parameters: Record<string, Json>) {
  const attempt = { model: { ref }, parameters, attemptKey: randomUUID(), timeLimit: 60 }
  const { reference } = await sample.submit(after(0), attempt)
  return reference
}

async function results(ref: string, parameters: Record<string, Json>) {
  const { outputs } = await sample.poll(after(60), await order(ref, parameters))
  return Promise.all(outputs!.map(pictureOf))
}

async function pictureOf({ source, seed }: RemoteOutput) {
  const { bytes } = source as { bytes: Uint8Array }
  const { width, height, format } = await sharp(bytes).metadata()
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, width, height, format, sha256, seed }
}

test.group('The sample provider', () => {
  test('an order waits, runs with progress and ends with pictures of the size asked for', async ({
    assert,
  }) => {
    const parameters = {
      prompt: 'a fox',
      width: 256,
      height: 192,
      seed: 7,
      num_images: 2,
      delay: 10,
    }
    const reference = await order('sample/shapes', parameters)

    const queued = await sample.poll(after(0.5), reference)
    assert.containSubset(queued, { state: 'queued', queuePosition: 1 })
    const running = await sample.poll(after(5), reference)
    assert.containSubset(running, { state: 'running', progress: 0.5 })
    const pictures = await results('sample/shapes', parameters)
    assert.deepEqual(
      pictures.map(({ width, height, format, seed }) => [width, height, format, seed]),
      [
        [256, 192, 'png', '7'],
        [256, 192, 'png', '8'],
      ]
    )
    assert.notEqual(pictures[0].sha256, pictures[1].sha256)
  })

  test('the same order draws the same bytes, and any other parameter others', async ({
    assert,
  }) => {
    const base = { prompt: 'a fox', width: 128, height: 128, seed: 1 }
    const variations = [base, { ...base }, { ...base, seed: 2 }, { ...base, prompt: 'a wolf' }]
    const more = [
      { ...base, steps: 40 },
      { ...base, pattern: 'waves' },
      { ...base, guidance: 19 },
    ]
    const hashes: string[] = []
    for (const parameters of [...variations, ...more]) {
      const [picture] = await results('sample/shapes', parameters)
      hashes.push(picture.sha256)
    }

    assert.equal(hashes[0], hashes[1])
    assert.lengthOf(new Set(hashes), 6)
  })

  test('a picture is drawn over, and enlarged', async ({ assert }) => {
    const path = stagingPath(`${randomUUID()}.jpg`)
    const red = { create: { width: 900, height: 300, channels: 3 as const, background: '#f00' } }
    await writeFile(path, await sharp(red).jpeg().toBuffer())
    const file = { path, mime: 'image/jpeg', fileName: 'red.jpg', size: 1 }
    const image = await sample.prepareInput!(after(0), file)

    const [over] = await results('sample/overlay', { prompt: 'fox', image, steps: 1, strength: 0 })
    const [large] = await results('sample/upscale', { image, factor: 3 })

    assert.deepEqual([over.width, over.height], [900, 300])
    assert.deepEqual([large.width, large.height], [2700, 900])
    const { dominant } = await sharp(large.bytes).stats()
    assert.isAbove(dominant.r, 200)
    assert.isBelow(dominant.g, 60)
  })

  test('every failure can be tried', async ({ assert }) => {
    const parameters = { prompt: 'a fox', failure: 'content_policy' }
    const { state, error } = await sample.poll(after(60), await order('sample/shapes', parameters))
    assert.deepEqual([state, error?.code, error?.charged], ['failed', 'content_policy', 'no'])

    const refused = await order('sample/shapes', { prompt: 'a fox', failure: 'refused' }).catch(
      (failure) => failure
    )
    assert.instanceOf(refused, ProviderError)
    assert.equal(refused.fault.fields[0].name, 'failure')
  })

  test('it can be stopped until it has ended, and draws over no file of the machine', async ({
    assert,
  }) => {
    const reference = await order('sample/shapes', { prompt: 'a fox', delay: 5 })

    assert.equal(await sample.cancel(after(1), reference), 'cancelled')
    assert.equal(await sample.cancel(after(6), reference), 'too_late')
    const foreign = await order('sample/overlay', { prompt: 'x', image: '/etc/passwd' }).catch(
      (failure) => failure
    )
    assert.equal(foreign.fault?.code, 'input_media')
  })

  test('its models are forms', async ({ assert }) => {
    const { models } = await sample.listModels(after(0), { modality: 'text_to_image' })
    const { parameters } = await sample.describeModel(after(0), models[0])

    const roles = parameters.flatMap(({ role }) => role ?? [])
    assert.includeMembers(roles, ['prompt', 'negative_prompt', 'width', 'height', 'seed', 'count'])
    assert.containSubset(
      parameters.find(({ name }) => name === 'steps'),
      { type: 'integer', minimum: 1, maximum: 100, default: 20 }
    )
  })
})
