import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { editAsset } from '#library/curation/editing'
import { stagingPath } from '#core/paths'
import ReplaceFilesJob from '#library/jobs/replace_files_job'
import ScanSourceFolderJob from '#library/jobs/scan_source_folder_job'
import Asset from '#library/models/asset'
import { addSourceFolder, scanSourceFolder } from '#library/source_folders/source_folders'
import { importBytes } from '#tests/helpers/arrivals'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'
import { png } from '#tests/helpers/pictures'
import JobRun from '#queue/models/job_run'
import { itemsOf, performNow } from '#tests/helpers/runs'

test.group('Versions of a file', (group) => {
  let cast: Cast
  const roots: string[] = []
  group.each.teardown(async () => {
    for (const root of roots.splice(0)) await rm(root, { recursive: true, force: true })
  })
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('keep the former file, and bring it back', async ({ client, assert }) => {
    const [old, other] = [await png(1), await png(2)]
    const asset = await importBytes(old, 'old.png', { owner: cast.owner })
    await editAsset({ assetId: asset.id, by: cast.owner, values: { notes: 'mine' } })

    const replaced = await client
      .post(`/library/${asset.id}/versions`)
      .file('file', other, { filename: 'new.png', contentType: 'image/png' })
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    replaced.assertStatus(302)
    assert.match(replaced.header('location')!, /^\/jobs\/\d+$/)
    const meanwhile = await client.get(`/library/${asset.id}`).loginAs(cast.viewer)
    meanwhile.assertTextIncludes('Its file is being replaced')
    await work()
    await asset.refresh()
    assert.include(asset.serialize(), { fileName: 'new.png', notes: 'mine' })

    const version = await db.from('asset_versions').firstOrFail()
    const page = await client.get(`/library/${asset.id}`).loginAs(cast.viewer)
    page.assertTextIncludes('old.png')
    assert.notInclude(page.text(), 'Replace the file')
    const file = await client
      .get(`/library/${asset.id}/versions/${version.id}`)
      .loginAs(cast.viewer)
    file.assertStatus(200)
    assert.isTrue(old.equals(file.body()))

    await client
      .post(`/library/${asset.id}/versions/${version.id}/restoration`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    await work()
    await asset.refresh()
    assert.equal(asset.fileName, 'old.png')
    assert.lengthOf(await db.from('asset_versions'), 2)
    assert.lengthOf(await db.from('revisions').where('field', 'file'), 2)
  })

  test('are replaced one after the other', async ({ client, assert }) => {
    const asset = await importBytes(await png(1), 'old.png', { owner: cast.owner })
    const send = async (seed: number) =>
      client
        .post(`/library/${asset.id}/versions`)
        .file('file', await png(seed), upload)
        .loginAs(cast.editor)
        .withCsrfToken()
    await send(2)
    const second = await send(3)
    second.assertTextIncludes('being replaced already')
    assert.lengthOf(await readdir(stagingPath()), 1)
    await work()
    assert.lengthOf(await readdir(stagingPath()), 0)
    assert.lengthOf(await db.from('asset_versions'), 1)
    await send(3)
    await work()
    assert.lengthOf(await db.from('asset_versions'), 2)
  })

  test('are not for viewers and strangers to change', async ({ client, assert }) => {
    const asset = await importBytes(await png(3), 'a.png', {
      owner: cast.owner,
      visibility: 'private',
    })
    const restore = (person: Cast[keyof Cast]) =>
      client
        .post(`/library/${asset.id}/versions/1/restoration`)
        .headers(partial)
        .loginAs(person)
        .withCsrfToken()
    assert.equal(await statusOf(restore(cast.stranger)), 404)
    assert.equal(await statusOf(restore(cast.owner)), 404)
    await asset.merge({ visibility: 'everyone' }).save()
    assert.equal(await statusOf(restore(cast.viewer)), 403)
    const download = client.get(`/library/${asset.id}/versions/1`).loginAs(cast.viewer)
    assert.equal(await statusOf(download), 404)
  })

  test('keep what lay in a source folder, and bring it back when it is gone from there', async ({
    client,
    assert,
  }) => {
    const { asset, path, old } = await inPlace()
    await client
      .post(`/library/${asset.id}/versions`)
      .file('file', await png(6), upload)
      .loginAs(cast.owner)
      .withCsrfToken()
      .redirects(0)
    await work()
    await rm(path)
    const version = await db.from('asset_versions').firstOrFail()
    await client
      .post(`/library/${asset.id}/versions/${version.id}/restoration`)
      .loginAs(cast.owner)
      .withCsrfToken()
      .redirects(0)
    await work()
    const file = await client.get(`/library/${asset.id}/original`).loginAs(cast.viewer)
    assert.isTrue(old.equals(file.body()))
    assert.lengthOf(await db.from('file_operations'), 0)
  })

  test('are never other bytes than they were', async ({ client, assert }) => {
    const { asset, path, folder } = await inPlace()
    const others = await png(7)
    await writeFile(path, others)
    await client
      .post(`/library/${asset.id}/versions`)
      .file('file', await png(6), upload)
      .loginAs(cast.owner)
      .withCsrfToken()
    assert.match(await work(), /no longer the one that was imported/)
    assert.lengthOf(await db.from('asset_versions'), 0)

    const [version] = await db
      .table('asset_versions')
      .insert({
        asset_id: asset.id,
        file_name: 'old.png',
        source_folder_id: folder.id,
        path: 'old.png',
        mime: 'image/png',
        size: others.length,
        sha256: asset.sha256,
        user_id: cast.owner.id,
        created_at: '2024-01-01 00:00:00',
      })
      .returning('id')
    const url = `/library/${asset.id}/versions/${version.id ?? version}`
    assert.equal(await statusOf(client.get(url).loginAs(cast.viewer)), 410)
    await client.post(`${url}/restoration`).loginAs(cast.owner).withCsrfToken()
    assert.match(await work(), /no longer the one it was/)
  })

  test('come with their row in the history, or not at all', async ({ client, assert }) => {
    const asset = await importBytes(await png(8), 'old.png', { owner: cast.owner })
    await db.rawQuery(
      `CREATE TRIGGER no_history BEFORE INSERT ON revisions BEGIN SELECT RAISE(ABORT, 'no'); END`
    )
    try {
      await client
        .post(`/library/${asset.id}/versions`)
        .file('file', await png(9), upload)
        .loginAs(cast.owner)
        .withCsrfToken()
        .redirects(0)
      assert.match(await work(), /no/)
    } finally {
      await db.rawQuery('DROP TRIGGER no_history')
    }
    const { sha256 } = asset
    await asset.refresh()
    assert.equal(asset.sha256, sha256)
    assert.lengthOf(await db.from('asset_versions'), 0)
  })

  /** What the worker does with the run that was started last, and what it says about its item. */
  async function work() {
    const run = await JobRun.query().orderBy('id', 'desc').firstOrFail()
    const [item] = await itemsOf(await performNow(run, new ReplaceFilesJob()))
    return item.message ?? ''
  }

  const upload = { filename: 'new.png', contentType: 'image/png' }

  /** A picture that stays in its source folder. */
  async function inPlace() {
    const root = await mkdtemp(join(tmpdir(), 'atelier-versions-'))
    roots.push(root)
    const [old, path] = [await png(5), join(root, 'old.png')]
    await writeFile(path, old)
    const past = new Date(Date.now() - 60_000)
    await utimes(path, past, past)
    const details = {
      name: 'Pictures',
      path: root,
      mode: 'in_place',
      visibility: 'everyone',
      tag: null,
      watched: false,
    } as const
    const folder = await addSourceFolder(details, cast.owner)
    await performNow(await scanSourceFolder(folder, cast.owner), new ScanSourceFolderJob())
    return { asset: await Asset.firstOrFail(), path, old, folder }
  }

  test('ask for a file where none was chosen', async ({ client, assert }) => {
    const asset = await importBytes(await png(4), 'a.png', { owner: cast.owner })
    const answer = await client
      .post(`/library/${asset.id}/versions`)
      .field('nothing', 'here')
      .loginAs(cast.editor)
      .withCsrfToken()
    answer.assertTextIncludes('Choose a file')
    assert.lengthOf(await db.from('asset_versions'), 0)
  })
})
