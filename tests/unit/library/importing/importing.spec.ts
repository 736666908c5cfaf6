import { existsSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { originalsPath, stagingPath } from '#core/paths'
import { derivativePath } from '#library/derivatives/derivatives'
import { importStaged } from '#library/importing/importing'
import Asset from '#library/models/asset'
import { importBytes } from '#tests/helpers/arrivals'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { generatedPng, jpeg, png } from '#tests/helpers/pictures'

test.group('Importing a file', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('of a text of megabytes a readable part is a fact, and the rest a chunk', async ({
    assert,
  }) => {
    const bytes = await generatedPng(1, `${'fox '.repeat(100_000)}\nSteps: 20, Seed: 1`)
    const asset = await importBytes(bytes, 'long.png', { owner: cast.owner })
    assert.lengthOf(asset.prompt!, 100_000)
    assert.equal(asset.steps, 20)
    const { parsed } = await db.from('asset_metadata').firstOrFail()
    assert.isBelow(parsed.length, 1_000_000)
    const { body } = await db.from('asset_chunks').firstOrFail()
    assert.isAbove(inflateSync(body).length, 400_000)
  })

  test('keeps its bytes, knows its facts and shows it', async ({ assert }) => {
    const bytes = await generatedPng(
      1,
      'a red fox\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 18446744073709551615, Model: foxy'
    )
    const result = await arrive(bytes, 'trip/fox.png')
    const asset = await Asset.findOrFail(result.assetId)

    assert.equal(result.state, 'done')
    assert.deepEqual(await readFile(originalsPath(asset.path)), bytes)
    assert.include(asset.serialize(), {
      fileName: 'trip/fox.png',
      kind: 'image',
      mime: 'image/png',
      width: 64,
      height: 64,
      prompt: 'a red fox',
      negativePrompt: 'rain',
      seed: '18446744073709551615',
      steps: 20,
      model: 'foxy',
    })
    assert.isAtMost(asset.placeholder!.length, 150)
    assert.isTrue(existsSync(derivativePath(asset.sha256, 320)))
    assert.lengthOf(await readdir(stagingPath()), 0)
    assert.lengthOf(await db.from('file_operations'), 0)
    assert.lengthOf(await db.from('asset_chunks').where('asset_id', asset.id), 1)
  })

  test('takes the date from the name, then from the file', async ({ assert }) => {
    const named = await arrive(await png(2), 'IMG_20240229_101112.png')
    const plain = await arrive(await png(3), 'fox.png', Date.UTC(2020, 5, 6, 12))
    const first = await Asset.findOrFail(named.assetId)
    assert.include(first.serialize(), {
      capturedAt: '2024-02-29 10:11:12',
      capturedSource: 'name',
    })
    const second = await Asset.findOrFail(plain.assetId)
    assert.equal(second.capturedSource, 'file')
    assert.match(second.capturedAt, /^2020-06-06/)
  })

  test('the same bytes are here already', async ({ assert }) => {
    const first = await arrive(await png(4), 'one.png')
    const second = await arrive(await png(4), 'two.png', null, { tags: ['Red Fox'] })
    assert.deepInclude(second, { state: 'skipped', message: 'Already here.' })
    assert.equal(second.assetId, first.assetId)
    assert.lengthOf(await Asset.all(), 1)
    assert.lengthOf(await db.from('asset_tags'), 1)
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('ten times at once makes one asset and one file', async ({ assert }) => {
    const bytes = await png(5)
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => arrive(bytes, `${i}.png`))
    )
    assert.lengthOf(await Asset.all(), 1)
    assert.lengthOf([...new Set(results.map((result) => result.assetId))], 1)
    assert.lengthOf(await filesBelow(originalsPath()), 1)
    assert.lengthOf(await db.from('file_operations'), 0)
  })

  test("never says that another person's private file exists", async ({ assert }) => {
    await arrive(await png(6), 'one.png', null, { visibility: 'private', owner: cast.editor })
    const second = await arrive(await png(6), 'two.png')
    assert.equal(second.state, 'done')
    assert.isUndefined(second.message)
    assert.lengthOf(await Asset.all(), 2)
    assert.lengthOf(await filesBelow(originalsPath()), 1)
  })

  test('a damaged picture is kept with the reason, and its upper part is shown', async ({
    assert,
  }) => {
    const whole = await jpeg(7, 800, 600)
    const result = await arrive(whole.subarray(0, whole.length / 2), 'cut.jpg')
    const asset = await Asset.findOrFail(result.assetId)
    assert.equal(result.state, 'done')
    assert.match(asset.brokenReason!, /^damaged: /)
    assert.isTrue(existsSync(derivativePath(asset.sha256, 320)))
  })

  test('bytes that are nothing known are kept when their name promises a picture', async ({
    assert,
  }) => {
    const result = await arrive(Buffer.from('not a picture'), 'fox.png')
    const asset = await Asset.findOrFail(result.assetId)
    assert.equal(asset.brokenReason, 'the bytes are no image of a known type')
  })

  test('an empty file and a text are not taken', async ({ assert }) => {
    assert.include(await arrive(Buffer.alloc(0), 'fox.png'), { state: 'skipped' })
    assert.include(await arrive(Buffer.from('hello'), 'notes.txt'), { state: 'skipped' })
    assert.lengthOf(await Asset.all(), 0)
    assert.lengthOf(await filesBelow(originalsPath()), 0)
  })

  test('tags and a collection are given, proposed tags only when asked', async ({ assert }) => {
    const [collection] = await db.table('collections').returning('id').insert({
      owner_id: cast.owner.id,
      name: 'Foxes',
      created_at: '2024-01-01 00:00:00',
    })
    const result = await arrive(await png(8), 'a.png', null, {
      tags: ['Red  Fox', 'red_fox', ' '],
      collectionId: collection.id ?? collection,
    })
    assert.deepEqual(await db.from('tags').select('slug'), [{ slug: 'red_fox' }])
    assert.lengthOf(await db.from('collection_assets').where('asset_id', result.assetId!), 1)
  })

  async function arrive(
    bytes: Buffer,
    name: string,
    modifiedAt: number | null = null,
    options: Partial<Parameters<typeof importStaged>[1]> = {}
  ) {
    const path = stagingPath(`test-${Math.random()}`)
    await writeFile(path, bytes)
    return importStaged(
      { path, name, modifiedAt },
      { owner: cast.owner, visibility: 'everyone', ...options }
    )
  }
})

async function filesBelow(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile())
}
