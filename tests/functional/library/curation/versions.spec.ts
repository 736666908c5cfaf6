import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { editAsset } from '#library/curation/editing'
import { importBytes } from '#tests/helpers/arrivals'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'
import { png } from '#tests/helpers/pictures'

test.group('Versions of a file', (group) => {
  let cast: Cast
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
    await asset.refresh()
    assert.equal(asset.fileName, 'old.png')
    assert.lengthOf(await db.from('asset_versions'), 2)
    assert.lengthOf(await db.from('revisions').where('field', 'file'), 2)
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
