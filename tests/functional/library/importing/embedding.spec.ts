import { test } from '@japa/runner'
import sharp from 'sharp'
import db from '@adonisjs/lucid/services/db'
import { readMetadata } from '#library/metadata/reading'
import type Asset from '#library/models/asset'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { mp4 } from '#tests/helpers/files/film'
import { jpeg, png } from '#tests/helpers/pictures'

const recipe = {
  prompt: 'a red fox, “sly” & <quick>',
  negativePrompt: 'dogs',
  template: 'a {red|grey} fox',
  model: 'FLUX.1 [dev]',
  seed: '18446744073709551615',
  steps: 20,
  generator: 'fal',
  choices: { colour: 'red' },
}

const picture = () => sharp({ create: { width: 40, height: 30, channels: 4, background: '#48f8' } })

/** Every kind of file that can take it in, some with metadata of their own. */
const files: Record<string, () => Promise<Buffer>> = {
  'a.png': () => png(1),
  'b.jpg': () => jpeg(2, 64, 48),
  'c.jpg': () =>
    sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } })
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Ada' } })
      .toBuffer(),
  'd.webp': () => picture().webp().toBuffer(),
  'e.webp': () => picture().webp({ lossless: true }).toBuffer(),
  'f.webp': () => picture().removeAlpha().webp().toBuffer(),
  'g.webp': () => picture().webp().withMetadata().toBuffer(),
  'h.mp4': async () => mp4(),
}

test.group('A file with its metadata written into a copy', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  const ordered = (bytes: Buffer, name: string) =>
    importBytes(bytes, name, { owner: cast.owner, recipe })
  const address = (asset: Asset) => `/library/${asset.id}/original?metadata=embedded`

  for (const [name, make] of Object.entries(files)) {
    test(`${name}: says in itself all that is known, and shows the same`, async ({
      client,
      assert,
    }) => {
      const bytes = await make()
      const asset = await ordered(bytes, name)
      const response = await client.get(address(asset)).loginAs(cast.viewer)

      response.assertStatus(200)
      response.assertHeader('x-content-type-options', 'nosniff')
      assert.match(response.header('content-disposition')!, /^attachment/)
      const copy: Buffer = response.body()
      assert.equal(Number(response.header('content-length')), copy.length)
      const { facts, warnings, kind } = await readMetadata({ path: name, bytes: copy })
      const { choices, ...said } = recipe
      assert.include(facts, said)
      assert.deepEqual(facts.extra?.choices, choices)
      assert.isEmpty(warnings)
      if (kind !== 'image') return
      const pixels = (file: Buffer) => sharp(file).raw().toBuffer()
      assert.deepEqual(await pixels(copy), await pixels(bytes))
    })
  }

  test('other programs find the text of AUTOMATIC1111', async ({ client, assert }) => {
    for (const name of ['a.png', 'b.jpg', 'd.webp']) {
      const asset = await ordered(await files[name](), name)
      await db.from('asset_chunks').where('asset_id', asset.id).delete()
      const response = await client.get(address(asset)).loginAs(cast.viewer)
      const { facts } = await readMetadata({ path: name, bytes: response.body() })

      assert.include(facts, { prompt: recipe.prompt, negativePrompt: 'dogs', steps: 20 })
      assert.match(facts.source.prompt!, /a1111/)
    }
  })

  test('twice is the same as once', async ({ client, assert }) => {
    const asset = await ordered(await png(1), 'a.png')
    const first = await client.get(address(asset)).loginAs(cast.viewer)
    const once: Buffer = first.body()
    const again = await ordered(once, 'b.png')
    const second = await client.get(address(again)).loginAs(cast.viewer)
    assert.deepEqual(second.body(), once)
  })

  test('where nothing is known the original is sent', async ({ client, assert }) => {
    const bytes = await png(3)
    const asset = await importBytes(bytes, 'a.png', { owner: cast.owner })
    const response = await client.get(address(asset)).loginAs(cast.viewer)
    assert.deepEqual(response.body(), bytes)
  })

  test('strangers get nothing of what is private', async ({ client }) => {
    const asset = await ordered(await png(1), 'a.png')
    await asset.merge({ visibility: 'private' }).save()
    const response = await client.get(address(asset)).loginAs(cast.stranger)
    response.assertStatus(404)
  })
})
