import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { stagingPath } from '#core/paths'
import { startUpload, sweepUploads } from '#library/importing/uploading'
import type JobRun from '#queue/models/job_run'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'

const tomorrow = () => Date.now() + 25 * 3_600_000

test.group('Sweeping what was uploaded', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  for (const itemState of ['queued', 'failed']) {
    test(`keeps a file whose ${itemState} item of a failed run can be retried`, async ({
      assert,
    }) => {
      const { path, run } = await uploaded()
      await end(run, 'failed', true)
      await db.table('job_run_items').insert({
        job_run_id: run.id,
        label: 'a.png',
        state: itemState,
        payload: JSON.stringify({ path, name: 'a.png' }),
      })
      await sweepUploads(tomorrow())
      assert.isTrue(existsSync(path))

      await db.from('job_runs').delete()
      await sweepUploads(tomorrow())
      assert.isFalse(existsSync(path))
    })
  }

  test('keeps the files of a run that failed before its items were known', async ({ assert }) => {
    const { path, run } = await uploaded()
    await end(run, 'failed', false)
    await sweepUploads(tomorrow())
    assert.isTrue(existsSync(path))
  })

  test('removes after a day what nobody waits for', async ({ assert }) => {
    const path = stagingPath('left-over')
    await writeFile(path, 'bytes')
    await sweepUploads()
    assert.isTrue(existsSync(path))
    await sweepUploads(tomorrow())
    assert.isFalse(existsSync(path))
  })

  async function uploaded() {
    const path = stagingPath('a-file')
    await writeFile(path, 'bytes')
    const choices = {
      visibility: 'everyone' as const,
      tags: [],
      collectionId: null,
      proposals: false,
    }
    const run = await startUpload([{ path, size: 5, name: 'a.png' }], {
      ...choices,
      by: cast.editor,
    })
    return { path, run }
  }

  async function end(run: JobRun, state: string, planned: boolean) {
    const ended = { state, planned_at: planned ? '2026-01-01 00:00:00' : null }
    await db.from('job_runs').where('id', run.id).update(ended)
  }
})
