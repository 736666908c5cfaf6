import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { jpeg, png, xmp } from '#tests/helpers/files/index'
import { readMetadata, readSidecars, withSidecars } from '#library/metadata/reading'

test.group('Metadata | side files', (group) => {
  let folder: string
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecars-'))
    return () => rm(folder, { recursive: true })
  })

  async function readWith(files: Record<string, string>, picture = png(), name = 'fox.png') {
    for (const [file, content] of Object.entries(files))
      await writeFile(join(folder, file), content)
    const path = join(folder, name)
    await writeFile(path, picture)
    return withSidecars(await readMetadata({ path }), await readSidecars(path))
  }

  const infotext = 'a fox\nNegative prompt: bad\nSteps: 20, Sampler: Euler, Seed: 7'

  test('reads an infotext beside the picture, with and without its ending in the name', async ({
    assert,
  }) => {
    for (const name of ['fox.txt', 'fox.png.txt']) {
      const { facts, ai } = await readWith({ [name]: infotext })
      assert.containSubset(facts, {
        generator: 'a1111',
        prompt: 'a fox',
        negativePrompt: 'bad',
        seed: '7',
      })
      assert.isTrue(ai)
      await rm(join(folder, name))
    }
  })

  test('follows no link and waits on no pipe', async ({ assert }) => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'))
    await writeFile(join(elsewhere, 'secret'), infotext)
    await writeFile(
      join(elsewhere, 'library'),
      JSON.stringify([{ filename: 'fox.png', prompt: 'secret' }])
    )
    await symlink(join(elsewhere, 'secret'), join(folder, 'fox.txt'))
    await symlink(join(elsewhere, 'library'), join(folder, 'all.json'))
    execFileSync('mkfifo', [join(folder, 'fox.yaml'), join(folder, 'other.json')])
    const { facts, chunks } = await readWith({})
    await rm(elsewhere, { recursive: true })
    assert.isUndefined(facts.prompt)
    assert.lengthOf(chunks, 0)
  })

  test('what is embedded comes before what lies beside', async ({ assert }) => {
    const embedded = png({
      text: { parameters: 'an embedded fox\nSteps: 30, Sampler: DDIM, Seed: 1' },
    })
    const { facts } = await readWith({ 'fox.txt': infotext }, embedded)
    assert.containSubset(facts, { prompt: 'an embedded fox', seed: '1', negativePrompt: 'bad' })
  })

  test('rating and tags of an XMP side file are the newer word', async ({ assert }) => {
    const picture = await jpeg({ xmp: xmp({ 'xmp:Rating': '2', 'dc:subject': ['old'] }) })
    const { facts } = await readWith(
      { 'fox.xmp': xmp({ 'xmp:Rating': '5', 'dc:subject': ['new'] }) },
      picture,
      'fox.jpg'
    )
    assert.containSubset(facts, { rating: 5, tags: ['new'] })
  })

  test('a plain text is a caption', async ({ assert }) => {
    const { facts } = await readWith({ 'fox.txt': 'a fox in the snow' })
    assert.equal(facts.prompt, 'a fox in the snow')
    assert.isUndefined(facts.generator)
  })

  test('reads JSON, YAML and the lines of Easy Diffusion', async ({ assert }) => {
    const files: [string, string, object][] = [
      [
        'fox.json',
        '{"prompt_text": "a fox", "ai_model": "foxy.safetensors", "notes": "keep", "rating": 4, "tags": ["red", "snow"], "captured_at": "2024-01-31T10:20:30"}',
        {
          prompt: 'a fox',
          model: 'foxy',
          notes: 'keep',
          rating: 4,
          tags: ['red', 'snow'],
          capturedAt: '2024-01-31 10:20:30',
        },
      ],
      [
        'fox.yaml',
        'prompt: a fox\nseed: 12\ntags: [red]\n',
        { prompt: 'a fox', seed: '12', tags: ['red'] },
      ],
      [
        'fox.swarm.json',
        '{"sui_image_params": {"prompt": "a fox", "seed": 3}}',
        { generator: 'swarmui', seed: '3' },
      ],
      [
        'fox.json',
        '{"invokeai_metadata": {"positive_prompt": "a fox", "seed": 4}}',
        { generator: 'invokeai', seed: '4' },
      ],
      [
        'fox.txt',
        'prompt: a fox\nin snow\nseed: 5\nuse_stable_diffusion_model: sd/foxy.ckpt\nnum_inference_steps: 25',
        { generator: 'easy-diffusion', prompt: 'a fox\nin snow', model: 'foxy', steps: 25 },
      ],
    ]
    for (const [name, content, expected] of files) {
      const { facts } = await readWith({ [name]: content })
      assert.containSubset(facts, expected, name)
      await rm(join(folder, name))
    }
  })

  test('finds its entry in the JSON of a previous library', async ({ assert }) => {
    const entry = {
      filename: 'images/fox.png',
      prompt: 'a fox',
      model: 'foxy',
      rating: 5,
      tags: 'red, snow',
      created_at: '2024-01-31 10:20:30',
    }
    for (const library of [
      [{ filename: 'hen.png', prompt: 'a hen' }, entry],
      { images: [entry] },
      { 'fox.png': entry },
    ]) {
      const { facts, capturedAt, capturedSource } = await readWith({
        'library.json': JSON.stringify(library),
      })
      assert.containSubset(facts, {
        prompt: 'a fox',
        model: 'foxy',
        rating: 5,
        tags: ['red', 'snow'],
      })
      assert.deepEqual([capturedAt, capturedSource], ['2024-01-31 10:20:30', 'metadata'])
    }
  })

  test('nothing beside a file says nothing, and what is broken only warns', async ({ assert }) => {
    const alone = await readSidecars(join(folder, 'none', 'fox.png'))
    assert.deepEqual(alone, { paths: [], facts: { source: {} }, chunks: [], warnings: [] })
    const { facts, warnings } = await readWith({ 'fox.json': '{"prompt": ', 'fox.yaml': 'a: [1' })
    assert.isUndefined(facts.prompt)
    assert.match(warnings.join(), /fox\.yaml could not be read/)
  })
})
