import { readdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import { ZipFile } from 'yazl'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import library from '#config/library'
import { stageStream } from '#library/importing/staging'
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
    upload.assertStatus(403)
    upload.assertTextIncludes('This is not yours to do')
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

  test('of an archive with a bad file the others come in, and nothing is unpacked ahead', async ({
    client,
    assert,
  }) => {
    const zip = new ZipFile()
    const [good, bad] = [await png(1), await png(2)]
    zip.addBuffer(bad, 'bad.png', { compress: false })
    zip.addBuffer(good, 'up/good.png')
    zip.addBuffer(good, 'xx/out.png')
    zip.end()
    const bytes = await buffer(zip.outputStream)
    bytes[bytes.indexOf(bad) + bad.length - 1] ^= 1
    bytes.write('../out.png', bytes.lastIndexOf('xx/out.png'))
    await send(client, bytes, 'pictures.zip')
    const started = await JobRun.firstOrFail()
    const job = new ImportUploadsJob()
    for await (const item of job.plan(started)) assert.exists(item.label)
    assert.lengthOf(await readdir(stagingPath()), 1)

    const run = await performNow(started, job)
    assert.include(run.serialize(), { state: 'succeeded', done: 1, failed: 2 })
    const items = await itemsOf(run)
    assert.deepEqual(
      items.map(({ label, state }) => [label, state]),
      [
        ['pictures/bad.png', 'failed'],
        ['pictures/up/good.png', 'done'],
        ['pictures/out.png', 'failed'],
      ]
    )
    assert.match(items[0].message!, /not those the archive announces/)
    assert.match(items[2].message!, /leads out of the archive/)
    assert.lengthOf(await readdir(stagingPath()), 1, 'the archive stays for another try')
  })

  test('side files of a folder or an archive are read with their pictures', async ({
    client,
    assert,
  }) => {
    const zip = new ZipFile()
    zip.addBuffer(await png(3), 'c.png')
    zip.addBuffer(Buffer.from('a badger by a river'), 'c.txt')
    zip.end()
    await client
      .post('/import')
      .file('files', Buffer.from('a fox in the snow'), { filepath: 'in/a.txt' } as any)
      .file('files', await png(1), { filepath: 'in/a.png' } as any)
      .file('files', await png(2), { filepath: 'other/a.png' } as any)
      .file('files', Buffer.from('to do: sort'), { filepath: 'in/remarks.txt' } as any)
      .file('files', await buffer(zip.outputStream), { filepath: 'more.zip' } as any)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    const run = await performNow(await JobRun.firstOrFail(), new ImportUploadsJob())

    assert.include(run.serialize(), { done: 3, skipped: 1, failed: 0 })
    const assets = await Asset.query().orderBy('file_name')
    assert.deepEqual(
      assets.map(({ fileName, prompt }) => [fileName, prompt]),
      [
        ['in/a.png', 'a fox in the snow'],
        ['more/c.png', 'a badger by a river'],
        ['other/a.png', null],
      ]
    )
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('too many files at once are refused in words', async ({ client, assert }) => {
    const { mostUploadFiles } = library
    library.mostUploadFiles = 1
    try {
      const answer = await client
        .post('/import')
        .file('files', await png(1), { filename: 'a.png' })
        .file('files', await png(2), { filename: 'b.png' })
        .loginAs(cast.editor)
        .withCsrfToken()
      answer.assertStatus(413)
      answer.assertTextIncludes('One upload takes at most 1 files')
    } finally {
      library.mostUploadFiles = mostUploadFiles
    }
    assert.lengthOf(await JobRun.all(), 0)
    await delay(200)
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('what comes without a length ends where the disk has to be spared', async ({ assert }) => {
    const { diskReserve } = library
    async function* endless() {
      for (let n = 0; n < 80; n++) {
        if (n === 40) library.diskReserve = 1e18
        yield Buffer.alloc(1e6)
      }
    }
    try {
      await assert.rejects(() => stageStream(Readable.from(endless()), 1e9), /are free on the disk/)
    } finally {
      library.diskReserve = diskReserve
    }
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
