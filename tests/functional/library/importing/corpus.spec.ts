import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { decode } from '#library/decoding/decoder'
import ScanSourceFolderJob from '#library/jobs/scan_source_folder_job'
import Asset from '#library/models/asset'
import { takeInPlace } from '#library/source_folders/taking'
import { createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { itemsOf, performNow } from '#tests/helpers/runs'

const corpus = app.makePath('../shared/corpora/open')
const missing = existsSync(corpus) ? false : 'needs ../shared/corpora/open, which is not here'

test.group('The open corpus', (group) => {
  group.each.timeout(300_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
  })

  test('is indexed in place, hostile files and all, each with an end', async ({ assert }) => {
    const cast = await createCast()
    const run = await takeInPlace(corpus, null, cast.owner)
    const ended = await performNow(run, new ScanSourceFolderJob())

    assert.equal(ended.state, 'succeeded', ended.error ?? '')
    assert.equal(ended.handled, ended.total)
    assert.isAbove(ended.done, 500)
    for (const item of await itemsOf(ended)) {
      if (item.state === 'failed') assert.isNotEmpty(item.message)
    }
    const unshown = await db
      .from('assets')
      .where('kind', 'image')
      .whereNull('broken_reason')
      .whereNull('placeholder')
      .select('path')
    assert.deepEqual(unshown, [])
    const [all] = await db.from('facet_counts').where({ facet: 'all', audience: 0 })
    const assets = await Asset.all()
    assert.equal(Number(all.count), assets.length)
  }).skip(!!missing, missing || '')

  test('holds files whose bytes are what its manifest says', async ({ assert }) => {
    const { files } = JSON.parse(await readFile(`${corpus}/manifest.json`, 'utf8'))
    const some = files.filter((_: unknown, i: number) => i % 20 === 0)
    for (const { path, sha256 } of some) {
      const decoded = await decode(`${corpus}/${path}`, path)
      assert.equal(decoded.sha256, sha256, path)
    }
  }).skip(!!missing, missing || '')
})
