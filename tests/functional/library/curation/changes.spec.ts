import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import JobRun from '#queue/models/job_run'
import { editAsset } from '#library/curation/editing'
import { rateAssets } from '#library/curation/marking'
import { mergeTags } from '#library/curation/merging'
import { shareAssets } from '#library/curation/sharing'
import { tagAssets } from '#library/curation/tagging'
import UndoChangeJob from '#library/jobs/undo_change_job'
import { createCast, type Cast } from '#tests/helpers/cast'
import { state } from '#tests/helpers/curation'
import { emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'
import { itemsOf, performNow } from '#tests/helpers/runs'

test.group('Undo', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const asset = (tags: string[] = []) => createAsset({ owner: cast.owner, tags, prompt: 'a fox' })

  test('asks for what the change asked for', async ({ client, assert }) => {
    const { id } = await asset()
    const action = { assetIds: [id], by: cast.editor }
    const changes = [
      await tagAssets({ ...action, names: ['mine'] }),
      await editAsset({ assetId: id, by: cast.editor, values: { prompt: 'mine' } }),
      await rateAssets({ ...action, rating: 3 }),
    ]
    await cast.editor.merge({ role: 'viewer' }).save()
    const answers = []
    for (const { changeId } of changes) {
      const undo = client.delete(`/library/changes/${changeId}`).headers(partial)
      answers.push(await statusOf(undo.loginAs(cast.editor).withCsrfToken()))
    }
    assert.deepEqual(answers, [403, 403, 200])
    assert.lengthOf(await db.from('asset_tags'), 1)
    assert.lengthOf(await db.from('marks'), 0)
  })

  test('shows again what an administrator hid from themselves', async ({ client, assert }) => {
    const theirs = await createAsset({ owner: cast.editor })
    const change = await shareAssets({
      assetIds: [theirs.id],
      by: cast.owner,
      visibility: 'private',
    })
    await client
      .delete(`/library/changes/${change.changeId}`)
      .loginAs(cast.owner)
      .withCsrfToken()
      .redirects(0)
    await theirs.refresh()
    assert.equal(theirs.visibility, 'everyone')
  })

  test('of a large change goes on as a run, page by page', async ({ client, assert }) => {
    const assets = [await asset(['Fox']), await asset(['Fox']), await asset()]
    const ids = assets.map(({ id }) => id)
    const before = await state()
    const [fox] = await db.from('tags')
    const vixen = await db
      .table('tags')
      .insert({ name: 'Vixen', slug: 'vixen', created_at: '2024-01-01 00:00:00' })
      .returning('id')
    const change = await mergeTags({
      fromId: fox.id,
      intoId: vixen[0].id ?? vixen[0],
      by: cast.editor,
    })
    await many(change.changeId, ids[2])

    await client
      .delete(`/library/changes/${change.changeId}`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    assert.lengthOf(await db.from('revisions').whereNotNull('undone_at'), 0)
    const run = await JobRun.findByOrFail('kind', 'library.undo_change')
    const done = await performNow(run, new UndoChangeJob())
    assert.equal(done.state, 'succeeded')
    assert.lengthOf(await itemsOf(run), 2)
    assert.lengthOf(await db.from('revisions').whereNull('undone_at'), 0)
    assert.deepEqual(await state(), before)
  })

  /** Makes a change large: so many fields that nobody has are noted as changed with it. */
  async function many(changeId: string, assetId: number) {
    await db.rawQuery(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
       INSERT INTO revisions (change_id, asset_id, user_id, field, before, after, created_at)
       SELECT ?, ?, ?, 'rating', NULL, '3', '2024-01-01 00:00:00' FROM n`,
      [changeId, assetId, cast.editor.id]
    )
  }
})
