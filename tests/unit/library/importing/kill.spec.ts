import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { originalsPath, stagingPath } from '#core/paths'
import { derivativePath } from '#library/derivatives/derivatives'
import { importInPlace } from '#library/importing/importing'
import { recoverFileOperations, sha256Of } from '#library/importing/placing'
import { replaceFile } from '#library/importing/replacing'
import { stageCopy } from '#library/importing/staging'
import Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'

/** Each fail point of an import; from `synced` on no byte may be lost any more. */
const points = [
  { name: 'import.part_open', synced: false },
  { name: 'import.mid_body', synced: false },
  { name: 'import.after_fsync_staging', synced: true },
  { name: 'import.after_decode', synced: true },
  { name: 'import.after_intent', synced: true },
  { name: 'import.after_link', synced: true },
  { name: 'import.after_dir_fsync', synced: true },
  { name: 'import.before_commit', synced: true },
  { name: 'import.after_commit', synced: true },
  { name: 'import.after_staging_removed', synced: true },
]
/** In place nothing is moved, and a replaced file is placed as any other: what is theirs alone is the commit. */
const inPlace = [
  { name: 'import.before_commit', committed: false },
  { name: 'import.after_commit', committed: true },
]
const replacing = [
  { name: 'import.after_link', committed: false },
  { name: 'replace.before_commit', committed: false },
  { name: 'replace.after_commit', committed: true },
]
/** One is of what is copied, the other of a damaged original; each has a test of its own. */
const others = ['import.after_copy', 'import.before_exchange']
const repeats = process.env.DEEP ? 25 : 1

test.group('An import killed at any step', (group) => {
  let cast: Cast
  let folder: string
  group.each.timeout(600_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    folder = await mkdtemp(join(tmpdir(), 'atelier-kill-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('names every fail point there is', async ({ assert }) => {
    const files = await readdir(app.makePath('app/library/importing'))
    const sources = await Promise.all(
      files.map((name) => readFile(app.makePath('app/library/importing', name), 'utf8'))
    )
    const named = sources.flatMap((source) =>
      [...source.matchAll(/failpoint\('(.+?)'\)/g)].map(([, name]) => name)
    )
    assert.sameMembers(
      [...new Set(named)],
      [...new Set([...points, ...replacing].map(({ name }) => name)), ...others]
    )
  })

  for (const { name, synced } of points) {
    test(`${name}: nothing is lost and nothing is half there`, async ({ assert }) => {
      for (let round = 0; round < repeats; round++) {
        const file = join(folder, `${round}.png`)
        await writeFile(file, await png(1_000 + round, 1200, 900))
        const sha256 = await sha256Of(file)

        assert.equal(await takeIn(file, [cast.owner.id], `${name}=kill`), 'SIGKILL')
        await assertWhole(assert)
        if (synced) assert.include(await contents(), sha256)

        await recoverFileOperations()
        assert.lengthOf(await db.from('file_operations'), 0)
        await assertWhole(assert)
        await assertNoOrphans(assert)
        if (synced) assert.include(await contents(), sha256)

        await importBytes(await readFile(file), 'fox.png', { owner: cast.owner, tags: ['Fox'] })
        assert.lengthOf(await Asset.query().where('sha256', sha256), 1)
        await assertWhole(assert)
      }
    })
  }

  test('import.before_exchange: a damaged original lies in its place until the whole one does', async ({
    assert,
  }) => {
    for (let round = 0; round < repeats; round++) {
      const file = join(folder, `${round}.png`)
      await writeFile(file, await png(5_000 + round))
      const options = { owner: cast.owner, tags: ['Fox'] }
      const asset = await importBytes(await readFile(file), 'fox.png', options)
      await writeFile(originalsPath(asset.path), 'damaged')

      assert.equal(await takeIn(file, [cast.owner.id], 'import.before_exchange=kill'), 'SIGKILL')
      assert.equal(await readFile(originalsPath(asset.path), 'utf8'), 'damaged')
      await recoverFileOperations()
      assert.equal(await readFile(originalsPath(asset.path), 'utf8'), 'damaged')

      await importBytes(await readFile(file), 'fox.png', options)
      assert.equal(await sha256Of(originalsPath(asset.path)), asset.sha256)
      const beside = await readdir(join(originalsPath(asset.path), '..'))
      assert.isTrue(beside.some((name) => name.includes('.damaged-')))
      assert.isFalse(beside.some((name) => name.startsWith('.tmp-')))
    }
  })

  for (const { name, committed } of inPlace) {
    test(`${name} in place: listed or not, and the file is as it was`, async ({ assert }) => {
      const source = await SourceFolder.create({
        name: 'Pictures',
        path: folder,
        mode: 'in_place',
        visibility: 'everyone',
        watched: false,
        ownerId: cast.owner.id,
      })
      for (let round = 0; round < repeats; round++) {
        const file = join(folder, `${round}.png`)
        await writeFile(file, await png(2_000 + round, 1200, 900))
        const sha256 = await sha256Of(file)

        const words = [cast.owner.id, 'in_place', source.id]
        assert.equal(await takeIn(file, words, `${name}=kill`), 'SIGKILL')
        assert.lengthOf(await Asset.query().where('sha256', sha256), committed ? 1 : 0)
        await assertWhole(assert, folder)

        await importInPlace(source, `${round}.png`, {
          owner: cast.owner,
          visibility: 'everyone',
          tags: ['Fox'],
        })
        assert.lengthOf(await Asset.query().where('sha256', sha256), 1)
        assert.equal(await sha256Of(file), sha256)
        assert.isEmpty(await contents())
        await assertWhole(assert, folder)
      }
    })
  }

  for (const { name, committed } of replacing) {
    test(`${name} while replacing: the old file or the new one, whole`, async ({ assert }) => {
      for (let round = 0; round < repeats; round++) {
        const old = await png(3_000 + round, 600, 400)
        const asset = await importBytes(old, 'old.png', { owner: cast.owner, tags: ['Fox'] })
        const former = asset.sha256
        const file = join(folder, `${round}.png`)
        await writeFile(file, await png(4_000 + round, 1200, 900))
        const sha256 = await sha256Of(file)

        const words = [cast.owner.id, 'replace', asset.id]
        assert.equal(await takeIn(file, words, `${name}=kill`), 'SIGKILL')
        await recoverFileOperations()
        await asset.refresh()
        assert.equal(asset.sha256, committed ? sha256 : former)
        assert.includeMembers(await contents(), [former, sha256])
        await assertWhole(assert)
        await assertNoOrphans(assert)

        const { path } = await stageCopy(file)
        await replaceFile(asset, { path, name: 'fox.png' }, cast.owner)
        await asset.refresh()
        assert.equal(asset.sha256, sha256)
        assert.lengthOf(await db.from('asset_versions').where('asset_id', asset.id), 1)
        assert.include(await contents(), former)
        await assertWhole(assert)
        await assertNoOrphans(assert)
      }
    })
  }
})

/** Answers the signal the process died of, or its exit code. */
async function takeIn(file: string, words: (string | number)[], failpoints: string) {
  const script = app.makePath('tests/helpers/import_child.ts')
  const child = spawn(
    process.execPath,
    ['--import', './bin/typescript.js', script, file, ...words.map(String)],
    { cwd: app.makePath(), env: { ...process.env, FAILPOINTS: failpoints }, stdio: 'inherit' }
  )
  const [code, signal] = await once(child, 'exit')
  return signal ?? code
}

/** What is visible is there with its bytes, thumbnail and tag, and is counted. */
async function assertWhole(assert: any, folder?: string) {
  const assets = await Asset.all()
  for (const asset of assets) {
    const path = folder ? join(folder, asset.path) : originalsPath(asset.path)
    assert.equal(await sha256Of(path), asset.sha256)
    assert.isNotEmpty(await readFile(derivativePath(asset.sha256, 320)))
    assert.lengthOf(await db.from('asset_metadata').where('asset_id', asset.id), 1)
    assert.lengthOf(await db.from('asset_tags').where('asset_id', asset.id), 1)
  }
  const counts = await db.from('facet_counts').whereIn('facet', ['all', 'tag'])
  for (const { count } of counts) assert.equal(Number(count), assets.length)
  // What this connection remembers of a text index that another process wrote since would be called corrupt.
  await db.rawQuery("SELECT rowid FROM asset_texts WHERE asset_texts MATCH 'fox' LIMIT 1")
  const [check] = await db.rawQuery('PRAGMA integrity_check')
  assert.equal(check.integrity_check, 'ok')
  assert.isEmpty(await db.rawQuery('PRAGMA foreign_key_check'))
}

async function assertNoOrphans(assert: any) {
  const rows = [...(await db.from('assets')), ...(await db.from('asset_versions'))]
  const known = new Set(rows.map(({ path }) => originalsPath(path)))
  for (const path of await filesBelow(originalsPath())) assert.isTrue(known.has(path), path)
}

async function contents() {
  const paths = [...(await filesBelow(originalsPath())), ...(await filesBelow(stagingPath()))]
  return Promise.all(paths.map(sha256Of))
}

async function filesBelow(root: string) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}
