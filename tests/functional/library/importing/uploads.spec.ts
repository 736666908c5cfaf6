import { readdir } from 'node:fs/promises'
import { test } from '@japa/runner'
import { ZipFile } from 'yazl'
import { buffer } from 'node:stream/consumers'
import { stagingPath } from '#core/paths'
import ImportUploadsJob from '#library/jobs/import_uploads_job'
import Asset from '#library/models/asset'
import JobRun from '#queue/models/job_run'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { jpeg, png } from '#tests/helpers/pictures'
import { itemsOf, performNow } from '#tests/helpers/runs'

test.group('Uploads', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  test('the page has a plain form', async ({ client }) => {
    const page = await client.get('/import').loginAs(cast.editor)
    page.assertStatus(200)
    page.assertTextIncludes('enctype="multipart/form-data"')
  })

  test('viewers may not add anything', async ({ client, assert }) => {
    const page = await client.get('/import').loginAs(cast.viewer)
    page.assertStatus(403)
    const upload = await client
      .post('/import')
      .file('files', await png(1), { filename: 'a.png' })
      .loginAs(cast.viewer)
      .withCsrfToken()
      .redirects(0)
    upload.assertStatus(302)
    assert.lengthOf(await JobRun.all(), 0)
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('files come in with their folders, tags and visibility', async ({ client, assert }) => {
    const response = await client
      .post('/import')
      .fields({ tags: 'Fox, Snow', visibility: 'private', modified: '[86400000, 0]' })
      .file('files', await png(1), { filepath: 'trip/day one/a.png' } as any)
      .file('files', await jpeg(2), { filepath: 'C:\\x/../../b.jpg' } as any)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    response.assertStatus(302)
    const run = await JobRun.firstOrFail()
    response.assertHeader('location', `/jobs/${run.id}`)

    const ended = await performNow(run, new ImportUploadsJob())
    assert.include(ended.serialize(), { state: 'succeeded', total: 2, done: 2 })
    const assets = await Asset.query().orderBy('file_name')
    assert.deepEqual(
      assets.map(({ fileName, visibility, ownerId }) => [fileName, visibility, ownerId]),
      [
        ['b.jpg', 'private', cast.editor.id],
        ['trip/day one/a.png', 'private', cast.editor.id],
      ]
    )
    assert.match(assets[1].capturedAt, /^1970-01-02/)
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('an archive is unpacked, and nothing leaves it', async ({ client, assert }) => {
    const zip = new ZipFile()
    zip.addBuffer(await png(1), 'in/a.png')
    zip.addBuffer(await png(2), 'b.png')
    zip.addBuffer(Buffer.from('hello'), 'readme.txt')
    zip.addBuffer(Buffer.alloc(2_000_000), 'bomb.png')
    zip.addBuffer(await png(3), 'link.png', { mode: 0o120777 })
    zip.addBuffer(Buffer.from('PK'), 'inner.zip')
    zip.end()
    await send(client, await buffer(zip.outputStream), 'pictures.zip')
    const run = await performNow(await JobRun.firstOrFail(), new ImportUploadsJob())

    const items = await itemsOf(run)
    assert.deepEqual(
      items.map(({ label, state, message }) => [label, state, message]),
      [
        ['pictures/in/a.png', 'done', null],
        ['pictures/b.png', 'done', null],
        ['pictures/bomb.png', 'failed', 'It would grow more than a hundredfold.'],
      ]
    )
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('a damaged archive says so', async ({ client, assert }) => {
    await send(client, Buffer.from('PK nonsense'), 'pictures.zip')
    const run = await performNow(await JobRun.firstOrFail(), new ImportUploadsJob())
    const [item] = await itemsOf(run)
    assert.equal(item.state, 'failed')
    assert.match(item.message!, /^The archive could not be unpacked/)
  })

  test('nothing chosen is told at the field', async ({ client, assert }) => {
    const response = await client
      .post('/import')
      .fields({ tags: 'x' })
      .loginAs(cast.editor)
      .withCsrfToken()
    response.assertTextIncludes('Choose at least one file.')
    assert.lengthOf(await JobRun.all(), 0)
  })

  test('choices that cannot be leave nothing behind', async ({ client, assert }) => {
    await client
      .post('/import')
      .fields({ visibility: 'aliens' })
      .file('files', await png(1), { filename: 'a.png' })
      .loginAs(cast.editor)
      .withCsrfToken()
    assert.lengthOf(await JobRun.all(), 0)
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('a request without its token leaves nothing behind', async ({ client, assert }) => {
    await client
      .post('/import')
      .file('files', await png(1), { filename: 'a.png' })
      .loginAs(cast.editor)
    assert.lengthOf(await JobRun.all(), 0)
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  async function send(client: any, bytes: Buffer, filename: string) {
    const response = await client
      .post('/import')
      .file('files', bytes, { filename })
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    response.assertStatus(302)
  }
})
