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
import { recoverFileOperations, sha256Of } from '#library/importing/placing'
import Asset from '#library/models/asset'
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
      [...points.map(({ name }) => name), 'import.after_copy']
    )
  })

  for (const { name, synced } of points) {
    test(`${name}: nothing is lost and nothing is half there`, async ({ assert }) => {
      for (let round = 0; round < repeats; round++) {
        const file = join(folder, `${round}.png`)
        await writeFile(file, await png(1_000 + round, 1200, 900))
        const sha256 = await sha256Of(file)

        assert.equal(await importIn(file, cast.owner.id, `${name}=kill`), 'SIGKILL')
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
})

/** Answers the signal the process died of, or its exit code. */
async function importIn(file: string, userId: number, failpoints: string) {
  const script = app.makePath('tests/helpers/import_child.ts')
  const child = spawn(
    process.execPath,
    ['--import', './bin/typescript.js', script, file, String(userId)],
    { cwd: app.makePath(), env: { ...process.env, FAILPOINTS: failpoints }, stdio: 'inherit' }
  )
  const [code, signal] = await once(child, 'exit')
  return signal ?? code
}

/** What is visible is there with its bytes, thumbnail and tag, and is counted. */
async function assertWhole(assert: any) {
  const assets = await Asset.all()
  for (const asset of assets) {
    assert.equal(await sha256Of(originalsPath(asset.path)), asset.sha256)
    assert.isNotEmpty(await readFile(derivativePath(asset.sha256, 320)))
    assert.lengthOf(await db.from('asset_metadata').where('asset_id', asset.id), 1)
    assert.lengthOf(await db.from('asset_tags').where('asset_id', asset.id), 1)
  }
  const counts = await db.from('facet_counts').whereIn('facet', ['all', 'tag'])
  for (const { count } of counts) assert.equal(Number(count), assets.length)
  const [check] = await db.rawQuery('PRAGMA integrity_check')
  assert.equal(check.integrity_check, 'ok')
  assert.isEmpty(await db.rawQuery('PRAGMA foreign_key_check'))
}

async function assertNoOrphans(assert: any) {
  const assets = await Asset.all()
  const known = new Set(assets.map(({ path }) => originalsPath(path)))
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
