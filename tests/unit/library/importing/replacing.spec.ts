import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { originalsPath, stagingPath } from '#core/paths'
import { replaceFile } from '#library/importing/replacing'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { generatedPng, png } from '#tests/helpers/pictures'

test.group('Replacing a file', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('keeps the old one as a version and what the person wrote', async ({ assert }) => {
    const old = await generatedPng(1, 'a fox\nSteps: 20, Seed: 1')
    const asset = await importBytes(old, 'old.png', {
      owner: cast.owner,
      own: { prompt: 'my own words' },
    })
    const bytes = await generatedPng(2, 'a wolf\nSteps: 30, Seed: 2')
    const result = await replaceFile(asset, await staged(bytes), cast.owner)

    assert.equal(result.state, 'done')
    const [version] = await db.from('asset_versions')
    assert.deepEqual(await readFile(originalsPath(version.path)), old)
    await asset.refresh()
    assert.deepEqual(await readFile(originalsPath(asset.path)), bytes)
    assert.include(asset.serialize(), { prompt: 'my own words', steps: 30, fileName: 'new.png' })
    assert.lengthOf(await db.from('file_operations'), 0)
  })

  test('the same file is no new version', async ({ assert }) => {
    const asset = await importBytes(await png(3), 'old.png', { owner: cast.owner })
    const result = await replaceFile(asset, await staged(await png(3)), cast.owner)
    assert.equal(result.state, 'skipped')
    assert.lengthOf(await db.from('asset_versions'), 0)
  })

  async function staged(bytes: Buffer) {
    const path = stagingPath(randomUUID())
    await writeFile(path, bytes)
    return { path, name: 'new.png' }
  }
})
