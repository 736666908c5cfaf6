import { readdir } from 'node:fs/promises'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { stagingPath } from '#core/paths'
import ImportUploadsJob from '#library/jobs/import_uploads_job'
import ReplaceFilesJob from '#library/jobs/replace_files_job'
import Asset from '#library/models/asset'
import { tagsOf } from '#library/curation/item'
import JobRun from '#queue/models/job_run'
import { call, keyOf } from '#tests/helpers/api'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import { performNow } from '#tests/helpers/runs'

const formOf = (files: Record<string, Buffer>, fields: Record<string, string> = {}) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, bytes] of Object.entries(files)) {
    form.append('files', new Blob([new Uint8Array(bytes)]), name)
  }
  return form
}

test.group('API of files', (group) => {
  let cast: Cast
  let key: string
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    key = await keyOf(cast.editor, 'read', 'write', 'files')
  })

  test('takes uploads in as a job, whose items lead to what came of them', async ({ assert }) => {
    const form = formOf(
      { 'a.png': await png(1), 'b.txt': Buffer.from('no picture') },
      { tags: 'fox' }
    )
    const sent = await call('POST', '/api/images', { key, form })
    assert.equal(sent.status, 202)
    const run = await JobRun.findOrFail(sent.body.id)
    await performNow(run, new ImportUploadsJob())

    const { body } = await call('GET', `/api/jobs/${run.id}`, { key })

    const made = body.items.find(({ label }: any) => label === 'a.png')
    assert.equal(made.state, 'done')
    const tags = await tagsOf(made.asset_id)
    assert.deepEqual(
      tags.map(({ name }) => name),
      ['fox']
    )
  })

  test('does an upload once for its Idempotency-Key', async ({ assert }) => {
    const headers = { 'Idempotency-Key': 'upload-1' }
    const form = async () => formOf({ 'a.png': await png(1) })

    const first = await call('POST', '/api/images', { key, headers, form: await form() })
    const again = await call('POST', '/api/images', { key, headers, form: await form() })
    const other = await call('POST', '/api/images', {
      key,
      headers,
      form: formOf({ 'other.png': await png(2, 200, 100) }),
    })

    assert.equal(again.body.id, first.body.id)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.equal(other.status, 422)
    assert.lengthOf(await JobRun.all(), 1)
  })

  test('keeps nothing of an upload it refuses', async ({ assert }) => {
    const none = await call('POST', '/api/images', { key, form: formOf({}) })
    const wrong = await call('POST', '/api/images', {
      key,
      form: formOf({ 'a.png': await png(1) }, { visibility: 'nobody' }),
    })
    const viewer = await keyOf(cast.viewer, 'read', 'files')
    const refused = await call('POST', '/api/images', {
      key: viewer,
      form: formOf({ 'a.png': await png(1) }),
    })

    assert.equal(none.body.errors[0].field, 'files')
    assert.equal(wrong.body.errors[0].field, 'visibility')
    assert.equal(refused.status, 403)
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('gives out the original and its preview', async ({ assert }) => {
    const bytes = await png(3)
    const { id: assetId } = await importBytes(bytes, 'fox.png', { owner: cast.editor })
    const address = `http://${process.env.HOST}:${process.env.PORT}/api/images/${assetId}`
    const headers = { Authorization: `Bearer ${key}` }

    const file = await fetch(`${address}/file`, { headers })
    const preview = await fetch(`${address}/thumbnail`, { headers })

    assert.isTrue(Buffer.from(await file.arrayBuffer()).equals(bytes))
    assert.include(file.headers.get('content-disposition')!, 'attachment; filename="fox.png"')
    const { format } = await sharp(Buffer.from(await preview.arrayBuffer())).metadata()
    assert.equal(format, 'webp')
  })

  test('gives an item another file, and keeps the former', async ({ assert }) => {
    const { id: assetId } = await importBytes(await png(3), 'fox.png', { owner: cast.editor })
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(await png(4, 80, 80))]), 'better.png')

    const sent = await call('POST', `/api/images/${assetId}/file`, { key, form })
    await performNow(await JobRun.findOrFail(sent.body.id), new ReplaceFilesJob())

    const asset = await Asset.findOrFail(assetId)
    assert.equal(asset.width, 80)
  })

  test('trashes, restores and purges, each with its own scope', async ({ assert }) => {
    const { id: assetId } = await importBytes(await png(3), 'fox.png', { owner: cast.editor })
    const ids = { ids: [assetId] }

    const trashed = await call('POST', '/api/images/trash', { key, json: ids })
    assert.equal(trashed.body.count, 1)
    assert.equal(trashed.body.job.kind, 'trash.move_assets')
    const restored = await call('POST', '/api/images/trash/restore', { key, json: ids })
    assert.equal(restored.body.count, 1)
    const deleted = await call('DELETE', `/api/images/${assetId}`, { key })
    assert.equal(deleted.status, 204)
    const hidden = await call('GET', '/api/images', { key })
    assert.equal(hidden.body.total, 0)

    const path = '/api/images/trash/purge'
    const lacking = await call('DELETE', `${path}?older_than=0d`, { key })
    const purging = await keyOf(cast.editor, 'purge')
    const young = await call('DELETE', `${path}?older_than=30d`, { key: purging })
    const old = await call('DELETE', `${path}?older_than=0d`, { key: purging })
    assert.equal(lacking.status, 403)
    assert.equal(young.status, 404)
    assert.equal(old.status, 202)
    assert.equal(old.body.kind, 'trash.purge_assets')
  })

  test('cancels a job once', async ({ assert }) => {
    const { body } = await call('POST', '/api/images', {
      key,
      form: formOf({ 'a.png': await png(1) }),
    })

    const cancelled = await call('POST', `/api/jobs/${body.id}/cancel`, { key })
    const again = await call('POST', `/api/jobs/${body.id}/cancel`, { key })
    const list = await call('GET', '/api/jobs?state=cancelled', { key })
    const stranger = await keyOf(cast.stranger, 'read', 'write')
    const hidden = await call('GET', `/api/jobs/${body.id}`, { key: stranger })

    assert.equal(cancelled.body.state, 'cancelled')
    assert.equal(again.status, 409)
    assert.equal(list.body.items[0].id, body.id)
    assert.equal(hidden.status, 404)
  })
})
