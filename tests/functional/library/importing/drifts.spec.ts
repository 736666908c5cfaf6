import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { editAsset } from '#library/curation/editing'
import { makeDerivative } from '#library/derivatives/making'
import ReplaceFilesJob from '#library/jobs/replace_files_job'
import ScanSourceFolderJob from '#library/jobs/scan_source_folder_job'
import Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { addSourceFolder, scanSourceFolder } from '#library/source_folders/source_folders'
import JobRun from '#queue/models/job_run'
import { importBytes } from '#tests/helpers/arrivals'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'
import { generatedPng } from '#tests/helpers/pictures'
import { itemsOf, performNow } from '#tests/helpers/runs'

test.group('A file that changed on the disk', (group) => {
  let cast: Cast
  let root: string
  let folder: SourceFolder
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    root = await mkdtemp(join(tmpdir(), 'atelier-drift-'))
    return () => rm(root, { recursive: true, force: true })
  })

  test('is taken over with all it says, and what was written here stays', async ({
    client,
    assert,
  }) => {
    const asset = await drifted()
    await editAsset({ assetId: asset.id, by: cast.owner, values: { notes: 'mine' } })
    const page = await client.get(`/library/${asset.id}`).loginAs(cast.editor)
    page.assertTextIncludes('The file changed on disk')
    assert.notInclude(page.text(), 'Keep the copy')

    const answer = await settle(client, asset, 'accept')
    assert.match(answer.header('location'), /^\/jobs\/\d+$/)
    await work()
    const { sha256 } = asset
    await asset.refresh()
    assert.include(asset.serialize(), {
      prompt: 'a wolf',
      steps: 30,
      notes: 'mine',
      driftedAt: null,
    })
    assert.notEqual(asset.sha256, sha256)

    const history = await client.get(`/library/${asset.id}/revisions`).loginAs(cast.viewer)
    history.assertTextIncludes('Prompt: a fox')
    history.assertTextIncludes('Prompt: a wolf')
    const item = await client.get(`/library/${asset.id}`).loginAs(cast.viewer)
    item.assertTextIncludes(`thumbnails/2048?v=${asset.sha256.slice(0, 8)}`)
    assert.notInclude(item.text(), 'changed on disk')
    const chunk = await db.from('asset_chunks').where('asset_id', asset.id)
    assert.lengthOf(chunk, 1)
    await scan()
    await asset.refresh()
    assert.isNull(asset.driftedAt)
  })

  test('leaves the copy in the library its file, where there is one', async ({
    client,
    assert,
  }) => {
    const hidden = { owner: cast.stranger, visibility: 'private' } as const
    const copy = await importBytes(await fox(), 'copy.png', hidden)
    const asset = await drifted()
    const item = () => client.get(`/library/${asset.id}`).loginAs(cast.editor)
    assert.notInclude(await item().then((page) => page.text()), 'Keep the copy')
    await copy.merge({ visibility: 'everyone' }).save()
    assert.include(await item().then((page) => page.text()), 'Keep the copy')
    await settle(client, asset, 'keep')
    await work()

    const file = await client.get(`/library/${asset.id}/original`).loginAs(cast.viewer)
    assert.deepEqual(file.body(), await fox())
    assert.deepEqual(await readFile(join(root, 'a.png')), await wolf())
    await scan()
    const other = await Asset.query().where('source_folder_id', folder.id).firstOrFail()
    assert.include(other.serialize(), { path: 'a.png', prompt: 'a wolf' })
    await asset.refresh()
    assert.include(asset.serialize(), { prompt: 'a fox', driftedAt: null })
  })

  test('is told when there is no copy, or no file any more', async ({ client, assert }) => {
    const asset = await drifted()
    await settle(client, asset, 'keep')
    assert.match(await work(), /holds no copy/)
    await rm(join(root, 'a.png'))
    await settle(client, asset, 'accept')
    assert.match(await work(), /no longer in its folder/)
    await asset.refresh()
    assert.isNotNull(asset.driftedAt)
    assert.lengthOf(await db.from('revisions'), 0)
  })

  test('is taken over for a whole folder, private ones of others excepted', async ({
    client,
    assert,
  }) => {
    const asset = await drifted()
    const list = await client.get('/admin/source-folders').loginAs(cast.owner)
    list.assertTextIncludes('changed on disk since')
    const url = `/admin/source-folders/${folder.id}/drifts?_method=PUT`
    const all = (person: Cast[keyof Cast]) =>
      client.post(url).headers(partial).loginAs(person).withCsrfToken().redirects(0)
    assert.equal(await statusOf(all(cast.editor)), 403)

    await asset.merge({ ownerId: cast.stranger.id, visibility: 'private' }).save()
    await all(cast.owner)
    await work()
    await asset.refresh()
    assert.isNotNull(asset.driftedAt)
    await asset.merge({ visibility: 'everyone' }).save()
    await all(cast.owner)
    await work()
    await asset.refresh()
    assert.include(asset.serialize(), { prompt: 'a wolf', driftedAt: null })
  })

  test('is never answered from a cache, and lends its looks to no preview', async ({
    client,
    assert,
  }) => {
    await listed()
    const asset = await Asset.firstOrFail()
    const url = `/library/${asset.id}/original?v=${asset.sha256.slice(0, 8)}`
    const before = await client.get(url).loginAs(cast.viewer)
    before.assertHeader('cache-control', 'private, max-age=31536000, immutable')
    const other = Buffer.from(await fox())
    other[other.length - 20] ^= 1
    await put(other, 30_000)
    const after = await client
      .get(url)
      .header('If-None-Match', before.header('etag')!)
      .loginAs(cast.viewer)
    after.assertStatus(200)
    after.assertHeader('cache-control', 'private, no-cache')
    assert.notEqual(after.header('etag'), before.header('etag'))
    await assert.rejects(() => makeDerivative(asset, 640), /changed since/)
  })

  test('is not for viewers and strangers to settle', async ({ client, assert }) => {
    const asset = await drifted()
    const settleAs = (person: Cast[keyof Cast]) =>
      statusOf(
        client
          .put(`/library/${asset.id}/drift`)
          .form({ drift: 'accept' })
          .headers(partial)
          .loginAs(person)
          .withCsrfToken()
          .redirects(0)
      )
    assert.equal(await settleAs(cast.viewer), 403)
    await asset.merge({ visibility: 'private' }).save()
    assert.equal(await settleAs(cast.stranger), 404)
    assert.lengthOf(await JobRun.query().where('kind', 'library.replace_files'), 0)
  })

  const fox = () => generatedPng(1, 'a fox\nSteps: 20, Seed: 1')
  const wolf = () => generatedPng(2, 'a wolf\nSteps: 30, Seed: 2')

  async function listed() {
    await put(await fox(), 60_000)
    const details = {
      name: 'Pictures',
      path: root,
      mode: 'in_place',
      visibility: 'everyone',
    } as const
    folder = await addSourceFolder({ ...details, tag: null, watched: false }, cast.owner)
    await scan()
  }

  async function drifted() {
    await listed()
    await put(await wolf(), 30_000)
    await scan()
    const asset = await Asset.query().where('source_folder_id', folder.id).firstOrFail()
    if (!asset.driftedAt) throw new Error('No drift was seen')
    return asset
  }

  async function put(bytes: Buffer, age: number) {
    const past = new Date(Date.now() - age)
    await writeFile(join(root, 'a.png'), bytes)
    await utimes(join(root, 'a.png'), past, past)
  }

  async function scan() {
    await performNow(await scanSourceFolder(folder, cast.owner), new ScanSourceFolderJob())
  }

  function settle(client: any, asset: Asset, drift: string) {
    return client
      .put(`/library/${asset.id}/drift`)
      .form({ drift })
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
  }

  /** What the worker does with the run that was started last, and what it says about its item. */
  async function work() {
    const run = await JobRun.query().orderBy('id', 'desc').firstOrFail()
    const [item] = await itemsOf(await performNow(run, new ReplaceFilesJob()))
    return item?.message ?? ''
  }
})
