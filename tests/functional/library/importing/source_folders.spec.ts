import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import SourceFolder from '#library/models/source_folder'
import JobRun from '#queue/models/job_run'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'

test.group('Source folders', (group) => {
  let cast: Cast
  let root: string
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    root = await mkdtemp(join(tmpdir(), 'atelier-folder-'))
    await writeFile(join(root, 'a.png'), await png(1))
    return () => rm(root, { recursive: true, force: true })
  })

  test('are the administrator’s alone', async ({ client }) => {
    const folder = await made()
    for (const path of ['', '/new', `/${folder.id}/edit`]) {
      const response = await client.get(`/admin/source-folders${path}`).loginAs(cast.editor)
      response.assertStatus(403)
    }
    await client
      .post(`/admin/source-folders/${folder.id}/scans`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    const missing = await client.get('/admin/source-folders/999/edit').loginAs(cast.owner)
    missing.assertStatus(404)
  })

  test('that are private do not tell their names to other administrators in the list of jobs', async ({
    client,
    assert,
  }) => {
    const details = { name: 'Surprise', path: root, mode: 'in_place', visibility: 'private' }
    await post(client, '/admin/source-folders', details)
    await cast.editor.merge({ role: 'admin' }).save()
    const own = await client.get('/jobs').loginAs(cast.owner)
    own.assertTextIncludes('Surprise')
    const theirs = await client.get('/jobs').loginAs(cast.editor)
    assert.notInclude(theirs.text(), 'Surprise')
    theirs.assertTextIncludes('Library: scan source folder')
  })

  test('are added, listed, changed, looked through and taken out', async ({ client, assert }) => {
    const empty = await client.get('/admin/source-folders').loginAs(cast.owner)
    empty.assertTextIncludes('No folder yet')

    const details = { name: 'Pictures', path: root, mode: 'in_place', visibility: 'everyone' }
    const added = await post(client, '/admin/source-folders', { ...details, watched: '1' })
    added.assertHeader('location', '/admin/source-folders')
    const folder = await SourceFolder.firstOrFail()
    assert.include(folder.serialize(), { path: root, mode: 'in_place', tag: null })
    const run = await JobRun.firstOrFail()
    assert.equal(run.kind, 'library.scan_source_folder')

    const list = await client.get('/admin/source-folders').loginAs(cast.owner)
    list.assertTextIncludes(root)
    const form = await client.get(`/admin/source-folders/${folder.id}/edit`).loginAs(cast.owner)
    form.assertTextIncludes('No file on the disk is touched')

    await post(client, `/admin/source-folders/${folder.id}?_method=PUT`, {
      ...details,
      name: 'Photos',
      tag: 'Archive',
    })
    await folder.refresh()
    assert.include(folder.serialize(), { name: 'Photos', tag: 'Archive' })

    const scan = await post(client, `/admin/source-folders/${folder.id}/scans`, {})
    assert.match(scan.header('location')!, /^\/jobs\/\d+$/)

    await post(client, `/admin/source-folders/${folder.id}?_method=DELETE`, {})
    await folder.refresh()
    assert.isNotNull(folder.removedAt)
    const gone = await client.get(`/admin/source-folders/${folder.id}/edit`).loginAs(cast.owner)
    gone.assertStatus(404)
  })

  test('what cannot be one is told at the field, with everything typed kept', async ({
    client,
    assert,
  }) => {
    const response = await client
      .post('/admin/source-folders')
      .form({ name: 'Odd', path: '/nowhere/at/all', mode: 'copy', visibility: 'private' })
      .header('referer', '/admin/source-folders/new')
      .loginAs(cast.owner)
      .withCsrfToken()
    response.assertTextIncludes('There is no such folder on this machine.')
    response.assertTextIncludes('/nowhere/at/all')
    assert.lengthOf(await SourceFolder.all(), 0)
  })

  test('one that was taken out comes back for who adds it, and no other takes its place', async ({
    client,
    assert,
  }) => {
    const folder = await made()
    await folder.merge({ removedAt: DateTime.now() }).save()
    const elsewhere = await mkdtemp(join(tmpdir(), 'atelier-folder-'))
    const other = await made(elsewhere)
    const admin = await cast.editor.merge({ role: 'admin' }).save()
    const details = { name: 'Mine', path: root, mode: 'in_place', visibility: 'private' }
    const send = (path: string, referer = '/admin/source-folders') =>
      client.post(path).form(details).header('referer', referer).loginAs(admin).withCsrfToken()

    const page = `/admin/source-folders/${other.id}`
    const moved = await send(`${page}?_method=PUT`, `${page}/edit`)
    moved.assertTextIncludes('This was “Pictures” before it was taken out')
    await other.refresh()
    assert.equal(other.path, elsewhere)

    const added = await send('/admin/source-folders')
    added.assertTextIncludes('stays with whom it belonged to')
    await folder.refresh()
    assert.equal(folder.ownerId, admin.id)
    assert.isNull(folder.removedAt)
    await rm(elsewhere, { recursive: true })
  })

  test('a folder whose disk is away says so', async ({ client }) => {
    const folder = await made()
    await folder.merge({ offlineReason: 'The folder is not there. Is the disk mounted?' }).save()
    const list = await client.get('/admin/source-folders').loginAs(cast.owner)
    list.assertTextIncludes('Is the disk mounted?')
    list.assertTextIncludes('The files are really gone')
  })

  function made(path = root) {
    return SourceFolder.create({
      ownerId: cast.owner.id,
      name: 'Pictures',
      path,
      mode: 'in_place',
      visibility: 'everyone',
      watched: false,
    })
  }

  function post(client: any, path: string, form: Record<string, string>) {
    return client.post(path).form(form).loginAs(cast.owner).withCsrfToken().redirects(0)
  }
})
