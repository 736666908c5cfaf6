import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import ChangeAssetsJob from '#library/jobs/change_assets_job'
import JobRun from '#queue/models/job_run'
import { createCast, type Cast } from '#tests/helpers/cast'
import { createCollection, recount, state } from '#tests/helpers/curation'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'
import { performNow } from '#tests/helpers/runs'

test.group('Changing many pictures', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  async function make(count: number, more: Partial<Parameters<typeof createAsset>[0]> = {}) {
    const ids = []
    for (let number = 0; number < count; number++) {
      const { id } = await createAsset({ owner: cast.owner, prompt: 'a red fox', ...more })
      ids.push(id)
    }
    return ids
  }
  const secret = () => make(1, { file: { visibility: 'private' } })

  const rated = async (rating: number) => {
    const rows = await db.from('marks').where({ rating }).orderBy('asset_id')
    return rows.map((row) => ({ user: row.user_id, asset: row.asset_id }))
  }
  const tagged = async () => {
    const rows = await db.from('asset_tags')
    return rows.length
  }
  const toastOf = (headers: Record<string, string>) => JSON.parse(headers['hx-trigger']).toast

  test('asks who is there, and whether the form came from here', async ({ client, assert }) => {
    const [id] = await make(1)
    const fields = { 'rating': 4, 'ids[]': id }
    const nobody = await client.post('/library/changes').form(fields).withCsrfToken().redirects(0)
    assert.include([302, 401], nobody.status())
    const foreign = await client.post('/library/changes').form(fields).loginAs(cast.owner)
    foreign.assertStatus(403)
    assert.lengthOf(await rated(4), 0)
  })

  test('changes what is ticked and nothing else, and takes it back', async ({ client, assert }) => {
    const [a, b] = await make(3)
    const before = await state()
    const answer = await client
      .post('/library/changes')
      .headers(partial)
      .form({ rating: 4, ids: [a, b] })
      .loginAs(cast.owner)
      .withCsrfToken()
    answer.assertStatus(200)
    const { text, changeId } = toastOf(answer.headers())
    assert.equal(text, 'Rated 4 stars: 2 items')
    assert.include(answer.text(), `id="marks_${a}"`)
    assert.include(answer.text(), 'hx-swap-oob="true"')
    const mine = (asset: number) => ({ user: cast.owner.id, asset })
    assert.deepEqual(await rated(4), [mine(a), mine(b)])

    const undone = await client
      .delete(`/library/changes/${changeId}`)
      .headers(partial)
      .loginAs(cast.owner)
      .withCsrfToken()
    assert.equal(toastOf(undone.headers()).text, 'Undone: 2 items')
    assert.deepEqual(await state(), before)
  })

  test('changes everything a search finds', async ({ client, assert }) => {
    await make(2)
    await make(1, { prompt: 'a blue whale' })
    await client
      .post('/library/changes')
      .form({ do: 'favorite', all: 1, q: 'fox' })
      .loginAs(cast.viewer)
      .withCsrfToken()
      .redirects(0)
    assert.lengthOf(await db.from('marks').where({ user_id: cast.viewer.id, favorite: true }), 2)
  })

  test('{$self} leaves what is private to others as it is')
    .with([
      { do: 'tag', names: 'mine' },
      { do: 'favorite' },
      { do: 'collect', collection: 'Mine' },
      { rating: 5 },
    ])
    .run(async ({ client, assert }, what) => {
      const ids = [...(await secret()), ...(await make(1))]
      for (const chosen of [{ ids }, { all: 1, q: '' }]) {
        const answer = await client
          .post('/library/changes')
          .headers(partial)
          .form({ ...what, ...chosen })
          .loginAs(cast.stranger)
          .withCsrfToken()
        assert.isBelow(answer.status(), 300)
        assert.notInclude(answer.text() ?? '', `marks_${ids[0]}"`)
      }
      const touched = await db.from('revisions').distinct('asset_id')
      assert.deepEqual(touched, [{ asset_id: ids[1] }])
    })

  test('lets viewers rate, and neither tag nor collect', async ({ client, assert }) => {
    const ids = await make(1)
    const change = (fields: Record<string, unknown>) =>
      client
        .post('/library/changes')
        .headers(partial)
        .form({ 'ids[]': ids, ...fields })
        .loginAs(cast.viewer)
        .withCsrfToken()
    const rating = await change({ rating: 3 })
    rating.assertStatus(200)
    const refused = [
      { do: 'tag', names: 'mine' },
      { do: 'untag', names: 'mine' },
      { do: 'collect', collection: 'Mine' },
    ]
    for (const fields of refused) {
      const answer = await change(fields)
      answer.assertStatus(403)
    }
    assert.equal(await tagged(), 0)
    assert.lengthOf(await db.from('collections'), 0)
  })

  test('does not put anything into a private collection of somebody else', async ({
    client,
    assert,
  }) => {
    const ids = await make(1)
    await createCollection('Best', cast.owner, [], 'private')
    await client
      .post('/library/changes')
      .headers(partial)
      .form({ 'do': 'collect', 'collection': 'best', 'ids[]': ids })
      .loginAs(cast.stranger)
      .withCsrfToken()
    const own = await db.from('collections').where('owner_id', cast.stranger.id).firstOrFail()
    const held = await db.from('collection_assets')
    assert.deepEqual(
      held.map((row) => row.collection_id),
      [own.id]
    )
  })

  test('refuses with a sentence what makes no sense, and changes nothing', async ({
    client,
    assert,
  }) => {
    const ids = await make(2)
    const before = await state()
    const bad = [
      { rating: 6, ids },
      { rating: 2.5, ids },
      { do: 'eat', ids },
      { do: 'tag', ids },
      { do: 'tag', names: 'x'.repeat(1_001), ids },
      { do: 'collect', ids },
      { rating: 3, ids: ['one'] },
      { rating: 3, ids: Array.from({ length: 501 }, (_none, index) => index + 1) },
      { rating: 3, all: 1, q: 'rating:many' },
    ]
    for (const fields of bad) {
      const answer = await client
        .post('/library/changes')
        .headers(partial)
        .form(fields)
        .loginAs(cast.owner)
        .withCsrfToken()
      answer.assertStatus(422)
      assert.equal(toastOf(answer.headers()).tone, 'error')
      assert.isAbove(toastOf(answer.headers()).text.length, 10, JSON.stringify(fields))
    }
    for (const fields of [{ rating: 3 }, { ids }, { do: 'tag', names: ' , ', ids }]) {
      const answer = await client
        .post('/library/changes')
        .headers(partial)
        .form(fields)
        .loginAs(cast.owner)
        .withCsrfToken()
      assert.equal(toastOf(answer.headers()).tone, 'error')
    }
    assert.deepEqual(await state(), before)
  })

  test('takes back only what is one’s own', async ({ client, assert }) => {
    const ids = await make(1)
    const answer = await client
      .post('/library/changes')
      .headers(partial)
      .form({ 'do': 'tag', 'names': 'fox', 'ids[]': ids })
      .loginAs(cast.editor)
      .withCsrfToken()
    const { changeId } = toastOf(answer.headers())
    const undo = (id: string) =>
      client
        .delete(`/library/changes/${id}`)
        .headers(partial)
        .loginAs(cast.stranger)
        .withCsrfToken()
    const foreign = await undo(changeId)
    assert.equal(toastOf(foreign.headers()).text, 'There was nothing left to undo.')
    assert.equal(await tagged(), 1)
    const unknown = await undo(randomUUID())
    unknown.assertStatus(204)
    const nonsense = await undo('nonsense')
    nonsense.assertStatus(422)
  })

  test('asks the database no more for more pictures', async ({ client, assert }) => {
    const ids = await make(12)
    const change = (some: number[]) => () =>
      client
        .post('/library/changes')
        .headers(partial)
        .form({ do: 'tag', names: 'fox', ids: some })
        .loginAs(cast.owner)
        .withCsrfToken()
    assert.equal(await countQueries(change(ids)), await countQueries(change(ids.slice(0, 2))))
  })

  test('goes on as a job beyond five hundred, which is undone as one', async ({
    client,
    assert,
  }) => {
    await make(510)
    await make(3, { prompt: 'a blue whale' })
    const before = await state()
    const answer = await client
      .post('/library/changes')
      .headers(partial)
      .form({ do: 'tag', names: 'Snow', all: 1, q: 'fox' })
      .loginAs(cast.editor)
      .withCsrfToken()
    assert.include(toastOf(answer.headers()).text, 'in the background')
    assert.equal(await tagged(), 0)

    const run = await performNow(await JobRun.firstOrFail(), new ChangeAssetsJob())
    assert.equal(run.state, 'succeeded')
    assert.equal(run.userId, cast.editor.id)
    assert.equal(await tagged(), 510)
    assert.deepEqual(await state('counters'), await recount())

    const page = await client.get(`/jobs/${run.id}`).loginAs(cast.editor)
    const [, undoUrl] = page.text().match(/action="(\/library\/changes\/[^"]+)"/)!
    const undone = await client
      .post(undoUrl.replaceAll('&amp;', '&'))
      .headers(partial)
      .loginAs(cast.editor)
      .withCsrfToken()
    assert.equal(toastOf(undone.headers()).text, 'Undone: 510 items')
    assert.deepEqual(await state(), before)
  }).timeout(120_000)
})
