import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Asset from '#library/models/asset'
import JobRun from '#queue/models/job_run'
import { trashAssets } from '#trash/trashing'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial, statusOf } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'
import { performNow } from '#tests/helpers/runs'
import MoveAssetsJob from '#trash/jobs/move_assets_job'
import { createCollection, state } from '#tests/helpers/curation'

test.group('Trash', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const picture = (name: string, more = {}) =>
    createAsset({ owner: cast.owner, file: { fileName: name, ...more } })
  const throwAway = (asset: Asset, by = cast.owner, reason: string | null = 'blurred') =>
    trashAssets({ assetIds: [asset.id], by, reason })

  test('shows what lies in it: what, why, when, who, bytes and days left', async ({
    client,
    assert,
  }) => {
    await throwAway(await picture('fox.png', { size: 2_500_000 }), cast.editor)
    const page = await client.get('/trash').loginAs(cast.owner)
    page.assertStatus(200)
    const html = page.text()
    for (const text of ['fox.png', 'blurred', 'Editor', '2.5 MB', '30 days left', '1 item'])
      assert.include(html, text)
    assert.match(html, /nav-count">1</)
  })

  test('says how it comes to be empty, and what it is for', async ({ client, assert }) => {
    const page = await client.get('/trash').loginAs(cast.editor)
    assert.include(page.text(), 'The trash is empty')
    assert.include(page.text(), 'for 30 days')
  })

  test('finds by name and reason, and by who put it there', async ({ client, assert }) => {
    await throwAway(await picture('fox.png'))
    await throwAway(await picture('sea.png'), cast.editor, 'double 100%')
    const find = async (asked: object) => {
      const page = await client.get('/trash').qs(asked).headers(partial).loginAs(cast.editor)
      return [...page.text().matchAll(/(\w+)\.png<\/a>/g)].map(([, name]) => name)
    }
    assert.deepEqual(await find({}), ['sea', 'fox'])
    assert.deepEqual(await find({ search: 'FOX' }), ['fox'])
    assert.deepEqual(await find({ search: '100%' }), ['sea'])
    assert.deepEqual(await find({ search: '%' }), ['sea'])
    assert.deepEqual(await find({ mine: '1' }), ['sea'])
    assert.deepEqual(await find({ search: 'tower' }), [])
  })

  test('goes on page by page, and asks no more for more rows', async ({ client, assert }) => {
    for (let number = 0; number < 61; number++) await throwAway(await picture(`${number}.png`))
    const first = await client.get('/trash').loginAs(cast.owner)
    const [, next] = first.text().match(/href="(\/trash\?after=[^"]+)"/)!
    const second = await client.get(next.replaceAll('&amp;', '&')).loginAs(cast.owner)
    assert.lengthOf(first.text().match(/class="trash-item"/g)!, 60)
    assert.lengthOf(second.text().match(/class="trash-item"/g)!, 1)
    assert.include(second.text(), '>0.png<')

    const many = await countQueries(() => client.get('/trash').loginAs(cast.owner))
    await db.from('assets').where('id', '>', 2).update({ deleted_at: null })
    const few = await countQueries(() => client.get('/trash').loginAs(cast.owner))
    assert.equal(many, few)
  })

  test('takes a selection at once, with Undo that brings it back', async ({ client, assert }) => {
    const [fox, sea] = [await picture('fox.png'), await picture('sea.png')]
    const response = await client
      .post('/trash')
      .headers(partial)
      .withCsrfToken()
      .loginAs(cast.editor)
      .form(chosen(fox.id, sea.id))
    response.assertStatus(200)
    assert.include(response.text(), `id="asset_${fox.id}" hx-swap-oob="delete"`)
    const { toast } = JSON.parse(response.header('hx-trigger')!)
    assert.equal(toast.text, 'Moved to the trash: 2 items')
    assert.lengthOf(await Asset.query().whereNotNull('deletedAt'), 2)
    assert.lengthOf(await JobRun.query().where('kind', 'trash.move_assets'), 1)

    const undone = await client
      .delete(`/library/changes/${toast.changeId}`)
      .headers(partial)
      .withCsrfToken()
      .loginAs(cast.editor)
    undone.assertStatus(200)
    assert.equal(undone.header('hx-refresh'), 'true')
    assert.lengthOf(await Asset.query().whereNotNull('deletedAt'), 0)
  })

  test('takes everything a search finds, and nothing else', async ({ client, assert }) => {
    const fox = await createAsset({ owner: cast.owner, prompt: 'a fox' })
    const sea = await createAsset({ owner: cast.owner, prompt: 'the sea' })
    await client
      .post('/trash')
      .withCsrfToken()
      .loginAs(cast.editor)
      .redirects(0)
      .form({ all: '1', q: 'fox' })
    assert.isNotNull(await deletedAt(fox))
    assert.isNull(await deletedAt(sea))
  })

  test('is left out of every list, count and cover, and found by is:trashed', async ({
    client,
    assert,
  }) => {
    const fox = await createAsset({ owner: cast.owner, tags: ['Fox'], model: 'flux' })
    const collection = await createCollection('Best', cast.owner, [fox.id])
    await db.table('saved_views').insert({
      user_id: cast.owner.id,
      name: 'All',
      query: 'fox',
      created_at: '2024-01-01',
    })
    await throwAway(fox)
    const text = async (path: string) => {
      const page = await client.get(path).loginAs(cast.owner)
      return page.text()
    }
    const tile = `asset_${fox.id}"`
    for (const path of ['/library', '/library?q=tag:fox', `/collections/${collection}`])
      assert.notInclude(await text(path), tile, path)
    assert.include(await text('/library?q=is:trashed'), tile)
    assert.include(await text('/library?q=is:trashed+tag:fox'), tile)
    assert.include(await text('/collections'), '0 items')
    assert.match(await text('/tags'), /Fox<\/a><\/td>\s*<td class="number">0</)
    assert.notInclude(await text('/library/slideshow'), `/library/${fox.id}/`)
    assert.deepEqual(await state('counters'), [])
  })

  test('says on the page of an item that it is in the trash, and restores it', async ({
    client,
    assert,
  }) => {
    const fox = await picture('fox.png')
    const before = await client.get(`/library/${fox.id}`).loginAs(cast.editor)
    assert.include(before.text(), 'Move to the trash')
    await throwAway(fox)
    const during = await client.get(`/library/${fox.id}`).loginAs(cast.editor)
    assert.include(during.text(), 'In the trash since')
    assert.include(during.text(), ': blurred.')
    assert.notInclude(during.text(), 'Move to the trash</button>')

    const restored = await client
      .post('/trash/restorations')
      .withCsrfToken()
      .loginAs(cast.editor)
      .redirects(0)
      .form(chosen(fox.id))
    restored.assertStatus(302)
    assert.isNull(await deletedAt(fox))
  })

  test('restores all of it', async ({ client, assert }) => {
    for (const name of ['fox.png', 'sea.png']) await throwAway(await picture(name))
    await client
      .post('/trash/restorations')
      .withCsrfToken()
      .loginAs(cast.editor)
      .redirects(0)
      .form({ all: '1' })
    assert.lengthOf(await Asset.query().whereNotNull('deletedAt'), 0)
  })

  test('asks with count and bytes before it purges, and purges only one’s own', async ({
    client,
    assert,
  }) => {
    const mine = await createAsset({
      owner: cast.editor,
      file: { fileName: 'mine.png', size: 3_000_000 },
    })
    const theirs = await picture('theirs.png')
    await throwAway(mine)
    await throwAway(theirs)
    const question = await client
      .get('/trash/purges/create')
      .qs({ all: '1' })
      .loginAs(cast.editor)
      .withSession(confirmed)
    assert.include(question.text(), 'Purge 1 item?')
    assert.include(question.text(), '3.0 MB')
    const asked = await client
      .get('/trash/purges/create')
      .qs(chosen(mine.id, theirs.id))
      .loginAs(cast.owner)
      .withSession(confirmed)
    assert.include(asked.text(), 'Purge 2 items?')

    const response = await client
      .post('/trash/purges')
      .withCsrfToken()
      .loginAs(cast.editor)
      .withSession(confirmed)
      .redirects(0)
      .form(chosen(mine.id, theirs.id))
    const run = await JobRun.findByOrFail('kind', 'trash.purge_assets')
    assert.equal(response.header('location'), `/jobs/${run.id}`)

    const nothing = await client
      .post('/trash/purges')
      .withCsrfToken()
      .loginAs(cast.editor)
      .withSession(confirmed)
      .redirects(0)
      .form(chosen(theirs.id))
    assert.equal(nothing.header('location'), '/trash')
    assert.lengthOf(await JobRun.query().where('kind', 'trash.purge_assets'), 1)
  })

  test('asks for the password again before anything is purged', async ({ client, assert }) => {
    const mine = await picture('mine.png')
    await throwAway(mine)
    const request = client.post('/trash/purges').withCsrfToken().loginAs(cast.owner).redirects(0)
    const response = await request.form(chosen(mine.id))

    assert.equal(response.header('location'), '/confirm')
    assert.isNull(await JobRun.findBy('kind', 'trash.purge_assets'))
  })

  test('an administrator reads no names of private items in the jobs of others', async ({
    client,
    assert,
  }) => {
    const file = { fileName: 'secret face.png', visibility: 'private' } as const
    const hidden = await createAsset({ owner: cast.editor, file })
    const open = await createAsset({ owner: cast.editor, file: { fileName: 'boat.png' } })
    await trashAssets({ assetIds: [hidden.id, open.id], by: cast.editor, reason: null })
    const run = await JobRun.findByOrFail('kind', 'trash.move_assets')
    await performNow(run, new MoveAssetsJob())
    const page = await client.get(`/jobs/${run.id}`).loginAs(cast.owner)
    assert.include(page.text(), 'boat.png')
    assert.include(page.text(), 'A private item')
    assert.notInclude(page.text(), 'secret face')
    const own = await client.get(`/jobs/${run.id}`).loginAs(cast.editor)
    assert.include(own.text(), 'secret face')
  })

  test('is not for viewers, and knows nothing of what is private to others', async ({
    client,
    assert,
  }) => {
    const secret = await picture('secret.png', { visibility: 'private' })
    const post = (path: string, form: object, as = cast.viewer) =>
      client
        .post(path)
        .withCsrfToken()
        .header('accept', 'application/json')
        .loginAs(as)
        .withSession(confirmed)
        .redirects(0)
        .form(form)
    for (const request of [
      client.get('/trash').loginAs(cast.viewer),
      client
        .get('/trash/purges/create')
        .qs({ all: '1' })
        .loginAs(cast.viewer)
        .withSession(confirmed),
      post('/trash', chosen(secret.id)),
      post('/trash/restorations', chosen(secret.id)),
      post('/trash/purges', chosen(secret.id)),
    ])
      assert.equal(await statusOf(request), 403)

    assert.equal(await statusOf(post('/trash', chosen(secret.id), cast.stranger)), 404)
    await post('/trash', chosen(secret.id, 999), cast.stranger)
    assert.isNull(await deletedAt(secret))
    await throwAway(secret)
    assert.equal(await statusOf(post('/trash/restorations', chosen(secret.id), cast.stranger)), 404)
    const page = await client.get('/trash').loginAs(cast.stranger)
    assert.include(page.text(), 'The trash is empty')
    const nobody = await client.get('/trash').redirects(0)
    nobody.assertStatus(302)
  })

  test('refuses what makes no sense', async ({ client, assert }) => {
    const post = (path: string, form: object) =>
      client
        .post(path)
        .withCsrfToken()
        .header('accept', 'application/json')
        .loginAs(cast.editor)
        .withSession(confirmed)
        .redirects(0)
        .form(form)
    assert.equal(await statusOf(post('/trash', chosen('fox'))), 422)
    assert.equal(await statusOf(post('/trash', { all: '1', q: 'rating:' })), 422)
    assert.equal(await statusOf(post('/trash/restorations', chosen(-1))), 422)
    assert.equal(await statusOf(post('/trash/purges', chosen(...Array<number>(501).fill(1)))), 422)
    assert.equal(await statusOf(post('/trash', chosen(4711))), 404)
  })
})

/** As the checkboxes of a form send it. */
/** The session of somebody who gave their password a moment ago. */
const confirmed = {
  get confirmed_at() {
    return Date.now()
  },
}

const chosen = (...ids: (number | string)[]) =>
  Object.fromEntries(ids.map((id, index) => [`ids[${index}]`, id]))

async function deletedAt(asset: Asset) {
  await asset.refresh()
  return asset.deletedAt
}
