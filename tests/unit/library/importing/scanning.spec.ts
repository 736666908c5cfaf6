import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { dataPath } from '#core/paths'
import ScanSourceFolderJob from '#library/jobs/scan_source_folder_job'
import Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import {
  addSourceFolder,
  removeSourceFolder,
  scanSourceFolder,
  suitablePath,
} from '#library/source_folders/source_folders'
import { finishScan, scanFile } from '#library/source_folders/scanning'
import { reconcileSourceFolders } from '#library/source_folders/watching'
import JobRun from '#queue/models/job_run'
import { retryFailed } from '#queue/runs'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import { itemsOf, performNow } from '#tests/helpers/runs'

const pictures = {
  name: 'Pictures',
  mode: 'in_place',
  visibility: 'everyone',
  tag: null,
  watched: false,
} as const

test.group('Scanning a source folder', (group) => {
  let cast: Cast
  let root: string
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    root = await mkdtemp(join(tmpdir(), 'atelier-scan-'))
    return () => rm(root, { recursive: true, force: true })
  })

  test('lists what is in it, in place, with its tag', async ({ assert }) => {
    await put('a.png', 1)
    await put('trips/2024/b.png', 2)
    await write('notes.txt', Buffer.from('hello'))
    const { run } = await added({ tag: 'Archive' })

    assert.equal(run.state, 'succeeded')
    const assets = await Asset.query().orderBy('path')
    assert.deepEqual(
      assets.map(({ path, fileName }) => [path, fileName]),
      [
        ['a.png', 'a.png'],
        ['trips/2024/b.png', 'b.png'],
      ]
    )
    assert.lengthOf(await db.from('asset_tags'), 2)
  })

  test('reads nothing twice that did not change', async ({ assert }) => {
    await put('a.png', 1)
    const { folder } = await added()
    const again = await scan(folder)
    assert.equal(again.total, 0)
    await folder.refresh()
    assert.isNotNull(folder.scannedAt)
  })

  test('a moved file keeps its row', async ({ assert }) => {
    await put('a.png', 1)
    await put('b.png', 2)
    await put('c.png', 3)
    const { folder } = await added()
    const before = await Asset.findByOrFail('path', 'a.png')
    await mkdir(join(root, 'new'))
    await rename(join(root, 'a.png'), join(root, 'new/renamed.png'))
    await scan(folder)

    const after = await Asset.findOrFail(before.id)
    assert.include(after.serialize(), {
      path: 'new/renamed.png',
      fileName: 'renamed.png',
      missingAt: null,
    })
    assert.lengthOf(await Asset.all(), 3)
  })

  test('a folder renamed as a whole keeps every row', async ({ assert }) => {
    for (let i = 0; i < 5; i++) await put(`old/${i}.png`, i)
    const { folder } = await added()
    const before = await Asset.query().orderBy('id')
    await rename(join(root, 'old'), join(root, 'new'))
    const run = await scan(folder)

    assert.equal(run.state, 'succeeded')
    const assets = await Asset.query().orderBy('id')
    assert.deepEqual(
      assets.map(({ id }) => id),
      before.map(({ id }) => id)
    )
    for (const asset of assets) {
      assert.match(asset.path, /^new\//)
      assert.isNull(asset.missingAt)
    }
  })

  test('a file that is gone is missing, and found when it comes back', async ({ assert }) => {
    for (let i = 0; i < 5; i++) await put(`${i}.png`, i)
    const { folder } = await added()
    await rename(join(root, '0.png'), `${root}.aside`)
    await scan(folder)
    const asset = await Asset.findByOrFail('path', '0.png')
    assert.isNotNull(asset.missingAt)

    await rename(`${root}.aside`, join(root, '0.png'))
    await scan(folder)
    await asset.refresh()
    assert.isNull(asset.missingAt)
    assert.lengthOf(await Asset.all(), 5)
  })

  test('one of two copies gone leaves the asset with the other', async ({ assert }) => {
    await put('a.png', 1)
    await put('copies/a.png', 1)
    await put('b.png', 2)
    const { folder } = await added()
    assert.lengthOf(await Asset.all(), 2)
    const [asset] = await Asset.query().whereIn('path', ['a.png', 'copies/a.png'])
    await rm(join(root, asset.path))
    await scan(folder)
    await asset.refresh()
    assert.isNull(asset.missingAt)
    assert.lengthOf(await Asset.all(), 2)
  })

  test('two files that swap their names keep their rows', async ({ assert }) => {
    await put('a.png', 1, 64)
    await put('b.png', 2, 80)
    const { folder } = await added()
    const [a, b] = await Asset.query().orderBy('path')
    await rename(join(root, 'a.png'), join(root, 'c.png'))
    await rename(join(root, 'b.png'), join(root, 'a.png'))
    await rename(join(root, 'c.png'), join(root, 'b.png'))
    await scan(folder)
    await assertAt(assert, { 'a.png': b, 'b.png': a })
  })

  test('files renumbered after one was deleted keep their rows', async ({ assert }) => {
    for (let i = 1; i <= 9; i++) await put(`000${i}.png`, i, 60 + i)
    const { folder } = await added()
    const before = await Asset.query().orderBy('path')
    await rm(join(root, '0001.png'))
    for (let i = 2; i <= 9; i++) {
      await rename(join(root, `000${i}.png`), join(root, `000${i - 1}.png`))
    }
    const run = await scan(folder)
    assert.equal(run.state, 'succeeded')
    const [gone, ...moved] = before
    await assertAt(assert, Object.fromEntries(moved.map((asset, i) => [`000${i + 1}.png`, asset])))
    await gone.refresh()
    assert.isNotNull(gone.missingAt)
    assert.isNull(gone.driftedAt)
  })

  test('the content of a drifted asset, found elsewhere, is its file again', async ({ assert }) => {
    await put('a.png', 1)
    const { folder } = await added()
    const asset = await Asset.firstOrFail()
    await put('a.png', 99, 200)
    await scan(folder)
    await put('c.png', 1)
    await scan(folder)
    await asset.refresh()
    assert.equal(asset.path, 'c.png')
    assert.isNull(asset.driftedAt)

    await scan(folder)
    assert.isNotNull(await Asset.findBy('path', 'a.png'), 'what took its place is listed now')
  })

  test('of two assets of one content the missing one is found again', async ({ assert }) => {
    for (let i = 0; i < 6; i++) await put(`${i}.png`, i)
    const { folder } = await added()
    const [present, ...others] = await Asset.query().orderBy('id')
    const lost = others.at(-1)!
    const bytes = await readFile(join(root, lost.path))
    await rm(join(root, lost.path))
    await scan(folder)
    await db.from('assets').where('id', present.id).update({ sha256: lost.sha256 })
    await write('again.png', bytes)
    await scan(folder)
    await lost.refresh()
    assert.equal(lost.path, 'again.png')
    assert.isNull(lost.missingAt)
  })

  test('a place that a missing and a present asset share is that of the present one', async ({
    assert,
  }) => {
    await put('a.png', 1)
    await put('b.png', 2, 80)
    const { folder } = await added()
    const [a, b] = await Asset.query().orderBy('path')
    await db.from('assets').where('id', a.id).update({ missing_at: '2026-01-01 00:00:00' })
    await db.from('assets').where('id', b.id).update({ path: 'a.png' })
    await rename(join(root, 'b.png'), join(root, 'a.png'))
    const past = new Date(Date.now() - 30_000)
    await utimes(join(root, 'a.png'), past, past)
    await scan(folder)
    await a.refresh()
    assert.isNull(a.driftedAt)
    assert.isNotNull(a.missingAt)
  })

  test('nothing is gone when the folder is exchanged while it is looked through', async ({
    assert,
    cleanup,
  }) => {
    cleanup(() => rm(`${root}.away`, { recursive: true, force: true }))
    for (let i = 0; i < 6; i++) await put(`${i}.png`, i)
    const { folder } = await added()
    await rm(join(root, '0.png'))
    const exchange = async () => {
      await rename(root, `${root}.away`)
      await mkdir(root)
    }
    await assert.rejects(() => finishScan(folder, false, exchange), /exchanged for another/)
    assert.lengthOf(await Asset.query().whereNotNull('missing_at'), 0)
    assert.lengthOf(await db.from('source_files'), 6)
  })

  test('losing a quarter at once is not believed', async ({ assert }) => {
    for (let i = 0; i < 8; i++) await put(`${i}.png`, i)
    const { folder } = await added()
    await rm(join(root, '0.png'))
    await rm(join(root, '1.png'))
    const run = await scan(folder)
    assert.match(run.error!, /^2 of 8 files are gone/)
    assert.lengthOf(await Asset.query().whereNotNull('missing_at'), 0)
  })

  test('a file in hand is not listed when its folder is taken out meanwhile', async ({
    assert,
  }) => {
    await put('a.png', 1)
    const { folder } = await added()
    await put('b.png', 2)
    await removeSourceFolder(await SourceFolder.findOrFail(folder.id), cast.owner)
    const file = { directory: '', name: 'b.png' }
    await assert.rejects(() => scanFile(folder, file, async () => {}), /no longer in the library/)
    assert.lengthOf(await Asset.query().whereNull('missing_at'), 0)
  })

  for (const mode of ['in_place', 'copy'] as const) {
    test(`a folder exchanged for a link leads nowhere else (${mode})`, async ({
      assert,
      cleanup,
    }) => {
      cleanup(() => rm(`${root}.else`, { recursive: true, force: true }))
      await put('a.png', 1)
      const { folder } = await added({ mode })
      await put('new/b.png', 2)
      await rename(join(root, 'new'), `${root}.else`)
      await symlink(`${root}.else`, join(root, 'new'))
      const file = { directory: 'new', name: 'b.png' }
      await assert.rejects(() => scanFile(folder, file, async () => {}), /not lie in its folder/)
      assert.lengthOf(await Asset.all(), 1)
    })
  }

  test('changed content is drift: the row stays what it was', async ({ assert }) => {
    await put('a.png', 1)
    const { folder } = await added()
    const before = await Asset.findByOrFail('path', 'a.png')
    await put('a.png', 99, 200)
    const run = await scan(folder)
    const after = await Asset.findOrFail(before.id)
    assert.equal(run.done, 1)
    assert.isNotNull(after.driftedAt)
    assert.equal(after.sha256, before.sha256)
    const again = await scan(folder)
    assert.equal(again.total, 0)
  })

  for (const [what, change] of Object.entries({
    'a root that is not there': () => rename(root, `${root}.away`),
    'an empty root': async () => {
      await rename(root, `${root}.away`)
      await mkdir(root)
    },
    'a root with other files': async () => {
      await rename(root, `${root}.away`)
      await put('other.png', 77)
    },
  })) {
    test(`${what} changes nothing and says so`, async ({ assert, cleanup }) => {
      cleanup(() => rm(`${root}.away`, { recursive: true, force: true }))
      for (let i = 0; i < 4; i++) await put(`${i}.png`, i)
      const { folder } = await added()
      await change()
      const run = await scan(folder)

      assert.equal(run.state, 'failed')
      await folder.refresh()
      assert.equal(folder.offlineReason, run.error)
      assert.lengthOf(await Asset.query().whereNull('missing_at'), 4)

      await rm(root, { recursive: true, force: true })
      await rename(`${root}.away`, root)
      const back = await scan(folder)
      assert.equal(back.state, 'succeeded')
      await folder.refresh()
      assert.isNull(folder.offlineReason)
    })
  }

  test('a person can say that the files are really gone', async ({ assert }) => {
    for (let i = 0; i < 4; i++) await put(`${i}.png`, i)
    const { folder } = await added()
    for (let i = 0; i < 3; i++) await rm(join(root, `${i}.png`))
    const refused = await scan(folder)
    assert.equal(refused.state, 'failed')
    const accepted = await scan(folder, true)
    assert.equal(accepted.state, 'succeeded')
    assert.lengthOf(await Asset.query().whereNotNull('missing_at'), 3)
  })

  test('of one folder only one scan is ever under way', async ({ assert }) => {
    await put('a.png', 1)
    const { folder, run: first } = await added()
    const runs = await Promise.all([1, 2, 3].map(() => scanSourceFolder(folder, cast.owner)))
    assert.lengthOf([...new Set(runs.map(({ id }) => id))], 1)

    const meant = await scanSourceFolder(folder, cast.owner, { lossAccepted: true })
    assert.equal(meant.id, runs[0].id)
    await meant.refresh()
    assert.isTrue(meant.payload.lossAccepted)
    await first.merge({ state: 'failed' }).save()
    assert.isFalse(await retryFailed(first))
  })

  test('the hourly look begins a run only where something changed', async ({ assert }) => {
    for (let i = 0; i < 6; i++) await put(`${i}.png`, i)
    const { folder } = await added()
    const runs = () => JobRun.query().orderBy('id')
    await reconcileSourceFolders()
    assert.lengthOf(await runs(), 1)

    await put('new.png', 9)
    await reconcileSourceFolders()
    const [, second] = await runs()
    await performNow(second, new ScanSourceFolderJob())
    await rm(join(root, '0.png'))
    await reconcileSourceFolders()
    assert.lengthOf(await runs(), 3)

    await JobRun.query().delete()
    await rename(root, `${root}.away`)
    await reconcileSourceFolders()
    await rename(`${root}.away`, root)
    assert.lengthOf(await runs(), 0)
    await folder.refresh()
    assert.match(folder.offlineReason!, /mounted/)
  })

  test('links, pipes and hidden files are left alone; what cannot be read is told', async ({
    assert,
  }) => {
    await put('a.png', 1)
    await put('.hidden/b.png', 2)
    await symlink('/etc', join(root, 'etc'))
    await symlink(join(root, 'a.png'), join(root, 'link.png'))
    await symlink(root, join(root, 'loop'))
    execFileSync('mkfifo', [join(root, 'pipe.png')])
    await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x2e, 0x70])]), '')
    const { run } = await added()

    const items = await itemsOf(run)
    assert.deepEqual(
      items.map(({ state, message }) => [state, message]),
      [
        ['failed', 'The name is not UTF-8.'],
        ['done', null],
      ]
    )
    assert.lengthOf(await Asset.all(), 1)
  })

  test('a copying folder keeps what its files were', async ({ assert }) => {
    await put('a.png', 1)
    await put('b.png', 2)
    for (const seed of [3, 4, 5]) await put(`${seed}.png`, seed)
    const { folder } = await added({ mode: 'copy' })
    await rm(join(root, 'a.png'))
    await scan(folder)
    assert.lengthOf(await Asset.query().whereNull('missing_at').whereNull('source_folder_id'), 5)
  })

  test('a removed folder forgets nothing and can be added again', async ({ assert }) => {
    await put('a.png', 1)
    const { folder } = await added()
    await removeSourceFolder(folder, cast.owner)
    const asset = await Asset.firstOrFail()
    assert.isNotNull(asset.missingAt)

    const { folder: again } = await added()
    assert.equal(again.id, folder.id)
    await asset.refresh()
    assert.isNull(asset.missingAt)
  })

  test('a path must be a folder of its own', async ({ assert }) => {
    await put('inner/a.png', 1)
    await added()
    for (const [path, reason] of [
      ['relative', /whole path/],
      [join(root, 'nowhere'), /no such folder/],
      [join(root, 'inner/a.png'), /a file/],
      [join(root, 'inner'), /overlaps/],
      [dataPath(), /its own files/],
      [dataPath('originals'), /its own files/],
      ['/', /its own files/],
    ] as const) {
      await assert.rejects(() => suitablePath(path), reason)
    }
  })

  test('a folder that holds one of the library is refused', async ({ assert }) => {
    await put('inner/a.png', 1)
    await addSourceFolder({ ...pictures, path: join(root, 'inner') }, cast.owner)
    await assert.rejects(() => suitablePath(root), /overlaps/)
  })

  async function added(details: { tag?: string; mode?: SourceFolder['mode'] } = {}) {
    const folder = await addSourceFolder({ ...pictures, path: root, ...details }, cast.owner)
    return { folder, run: await scan(folder) }
  }

  async function scan(folder: SourceFolder, lossAccepted = false) {
    const run = await scanSourceFolder(folder, cast.owner, { lossAccepted })
    return performNow(run, new ScanSourceFolderJob())
  }

  async function assertAt(assert: Assert, places: Record<string, Asset>) {
    for (const [path, { id }] of Object.entries(places)) {
      const asset = await Asset.findOrFail(id)
      const { missingAt, driftedAt } = asset
      assert.deepEqual([asset.path, missingAt, driftedAt], [path, null, null])
    }
  }

  async function put(path: string, seed: number, width?: number) {
    await write(path, await png(seed, width))
  }

  /** Written a while ago: what changed just now would be waited for. */
  async function write(path: string, bytes: Buffer) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), bytes)
    const past = new Date(Date.now() - 60_000 + bytes.length)
    await utimes(join(root, path), past, past)
  }
})
