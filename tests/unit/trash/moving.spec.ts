import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { originalsPath, stagingPath, trashPath } from '#core/paths'
import { importStaged } from '#library/importing/importing'
import type Asset from '#library/models/asset'
import { openOriginal } from '#library/originals'
import JobRun from '#queue/models/job_run'
import { moveFile } from '#trash/moving'
import { restoreAssets } from '#trash/restoring'
import { trashAssets } from '#trash/trashing'
import MoveAssetsJob from '#trash/jobs/move_assets_job'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { recount, state } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import { performNow } from '#tests/helpers/runs'

test.group('Putting into the trash', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('takes a picture out of sight at once, its file after it, and brings both back', async ({
    assert,
  }) => {
    const bytes = await png(1, 60, 40)
    const asset = await importBytes(bytes, 'fox.png', { owner: cast.owner, tags: ['Fox'] })
    const before = await state()

    const change = await trashAssets({ assetIds: [asset.id], by: cast.owner, reason: 'blurred' })
    assert.equal(change.text, 'Moved to the trash: 1 item')
    assert.deepEqual(await state('counters'), await recount())
    await finishMoves()

    await asset.refresh()
    assert.match(asset.trashPath!, /^\d{4}-\d\d-\d\d\/\d+-[0-9a-f]{8}-fox\.png$/)
    assert.deepEqual(await readFile(trashPath(asset.trashPath!)), bytes)
    assert.isEmpty(await filesBelow(originalsPath()))
    assert.equal(await sizeOfOriginal(asset), bytes.length)
    const [line] = await manifest(asset.trashPath!)
    assert.containsSubset(line, {
      event: 'trashed',
      asset: asset.id,
      sha256: asset.sha256,
      path: asset.path,
      name: 'fox.png',
      by: 'owner@example.com',
      reason: 'blurred',
      record: { tags: ['Fox'] },
    })

    await restoreAssets({ assetIds: [asset.id], by: cast.owner })
    await finishMoves()

    assert.deepEqual(await state(), before)
    assert.deepEqual(await readFile(originalsPath(asset.path)), bytes)
    assert.lengthOf(await db.from('trash_leftovers'), 0)
    const [, restored, ...more] = await manifest(`${line.at.slice(0, 10)}/x`)
    assert.equal(restored.event, 'restored')
    assert.isEmpty(more)
  })
})

test.group('A file that changes on its way into the trash', (group) => {
  let cast: Cast
  let path: string
  let asset: Asset
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    asset = await importBytes(await png(1, 60, 40), 'fox.png', { owner: cast.owner })
    path = originalsPath(asset.path)
    await trashAssets({ assetIds: [asset.id], by: cast.owner, reason: null })
  })

  test('stays where it is when it is another', async ({ assert }) => {
    await writeFile(path, 'something else')
    await assert.rejects(() => moveFile(asset.id), /no longer the one that was imported/)
    assert.equal(await readFile(path, 'utf8'), 'something else')
    assert.match(await failure(), /no longer the one/)
  })

  test('is told as gone, and follows when it is back', async ({ assert }) => {
    await rename(path, `${path}.away`)
    await assert.rejects(() => moveFile(asset.id), /not where it was/)
    await rename(`${path}.away`, path)
    await moveFile(asset.id)
    await asset.refresh()
    assert.isNotNull(asset.trashPath)
  })

  test('comes back beside what took its place', async ({ assert }) => {
    await moveFile(asset.id)
    await writeFile(path, 'something else')
    await restoreAssets({ assetIds: [asset.id], by: cast.owner })
    await moveFile(asset.id)
    await asset.refresh()
    assert.match(asset.path, / \(restored\)\.png$/)
    assert.equal(await readFile(path, 'utf8'), 'something else')
    assert.equal(await sizeOfOriginal(asset), asset.size)
  })

  test('is an item without its file when somebody emptied the folder', async ({ assert }) => {
    await moveFile(asset.id)
    await asset.refresh()
    await rename(trashPath(asset.trashPath!), `${path}.away`)
    await restoreAssets({ assetIds: [asset.id], by: cast.owner })
    await moveFile(asset.id)
    await asset.refresh()
    assert.isNull(asset.deletedAt)
    assert.isNotNull(asset.missingAt)
  })

  test('is not taken in again while it is in the trash', async ({ assert }) => {
    await moveFile(asset.id)
    const staged = stagingPath('again')
    await writeFile(staged, await png(1, 60, 40))
    const options = { owner: cast.owner, visibility: 'everyone' as const }
    const result = await importStaged({ path: staged, name: 'again.png' }, options)
    assert.equal(result.state, 'skipped')
    assert.include(result.message!, 'in the trash')
    assert.equal(result.assetId, asset.id)
    assert.isEmpty(await filesBelow(originalsPath()))
  })

  async function failure() {
    const row = await db.from('trash_moves').firstOrFail()
    return row.failure as string
  }
})

/** Lets every waiting run of moves go to its end. */
async function finishMoves() {
  for (const run of await JobRun.query().where('state', 'queued')) {
    const done = await performNow(run, new MoveAssetsJob())
    if (done.failed) throw new Error('A move failed')
  }
}

async function manifest(path: string): Promise<any[]> {
  const text = await readFile(trashPath(path.split('/')[0], 'manifest.jsonl'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

async function filesBelow(root: string) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile())
}

async function sizeOfOriginal(asset: Asset) {
  const opened = await openOriginal(asset)
  await opened?.handle.close()
  return opened?.size
}
