import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { editAsset } from '#library/curation/editing'
import { createCast, type Cast } from '#tests/helpers/cast'
import { createAsset } from '#tests/helpers/library'
import { emptyTables } from '#tests/helpers/database'
import { partial, statusOf } from '#tests/helpers/http'

test.group('Item page', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const generated = (more = {}) =>
    createAsset({
      owner: cast.owner,
      prompt: 'a red fox <in the snow>',
      negativePrompt: 'blurry',
      model: 'flux dev',
      seed: '18446744073709551615',
      steps: 30,
      loras: [{ name: 'detail', weight: 0.8 }],
      source: { prompt: 'a1111 (png parameters)' },
      tags: ['Red Fox'],
      ...more,
    })

  test('shows what is known, where it comes from, and what is not recorded', async ({
    client,
    assert,
  }) => {
    const asset = await generated()
    const page = await client.get(`/library/${asset.id}`).loginAs(cast.editor)
    page.assertStatus(200)
    const html = page.text()
    assert.include(html, 'a red fox &lt;in the snow&gt;')
    assert.include(html, 'a1111 (png parameters)')
    assert.include(html, 'not recorded')
    assert.include(html, 'href="/library?q=model%3A%22flux+dev%22"')
    assert.include(html, 'href="/library?q=lora%3Adetail"')
    assert.include(html, 'Seed: 18446744073709551615')
    assert.include(html, 'Red Fox')
  })

  test('leads to the neighbours inside the search it came from', async ({ client, assert }) => {
    const [first, , third] = [
      await generated({ capturedAt: '2024-01-01 10:00:00' }),
      await generated({ capturedAt: '2024-01-02 10:00:00', tags: [] }),
      await generated({ capturedAt: '2024-01-03 10:00:00' }),
    ]
    const page = await client
      .get(`/library/${first.id}`)
      .qs({ q: 'tag:red_fox' })
      .loginAs(cast.viewer)
    assert.include(page.text(), `href="/library/${third.id}?q=tag%3Ared_fox"`)
    assert.include(page.text(), '2 of 2')
    const unfiltered = await client.get(`/library/${first.id}`).loginAs(cast.viewer)
    assert.include(unfiltered.text(), '3 of 3')
    const elsewhere = await client
      .get(`/library/${first.id}`)
      .qs({ q: 'tag:nothing' })
      .loginAs(cast.viewer)
    assert.notInclude(elsewhere.text(), 'item-place')
  })

  test('is the same page without the means to edit for viewers', async ({ client, assert }) => {
    const asset = await generated()
    const page = await client.get(`/library/${asset.id}`).loginAs(cast.viewer)
    const html = page.text()
    assert.include(html, 'a red fox')
    assert.notInclude(html, '/fields/prompt/edit')
    assert.notInclude(html, 'Add a tag')
    for (const request of [
      client.put(`/library/${asset.id}/fields/prompt`).form({ value: 'mine' }),
      client.delete(`/library/${asset.id}/fields/prompt`),
      client.post(`/library/${asset.id}/tags`).form({ names: 'mine' }),
      client.post(`/library/${asset.id}/collections`).form({ name: 'mine' }),
      client.put(`/library/${asset.id}/visibility`).form({ visibility: 'private' }),
    ]) {
      const answer = await request.headers(partial).loginAs(cast.viewer).withCsrfToken()
      answer.assertStatus(403)
    }
    await asset.refresh()
    assert.equal(asset.prompt, 'a red fox <in the snow>')
  })

  test('does not exist for others while it is private', async ({ client }) => {
    const asset = await generated({ file: { visibility: 'private' } })
    for (const path of ['', '/fields/prompt', '/fields/prompt/edit', '/revisions']) {
      const answer = await client.get(`/library/${asset.id}${path}`).loginAs(cast.stranger)
      answer.assertStatus(404)
    }
    const edit = await client
      .put(`/library/${asset.id}/fields/prompt`)
      .form({ value: 'mine' })
      .loginAs(cast.stranger)
      .withCsrfToken()
    edit.assertStatus(404)
    const mine = await client.get(`/library/${asset.id}`).loginAs(cast.owner)
    mine.assertStatus(200)
  })

  test('saves one field, as a form and as a fragment', async ({ client, assert }) => {
    const asset = await generated()
    const form = await client
      .post(`/library/${asset.id}/fields/prompt?_method=PUT`)
      .form({ value: 'a grey fox', q: 'fox' })
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    form.assertStatus(302)
    form.assertHeader('location', `/library/${asset.id}?q=fox`)
    await asset.refresh()
    assert.equal(asset.prompt, 'a grey fox')

    const fragment = await client
      .put(`/library/${asset.id}/fields/steps`)
      .headers(partial)
      .form({ value: '42' })
      .loginAs(cast.editor)
      .withCsrfToken()
    fragment.assertStatus(200)
    assert.match(fragment.text().trim(), /^<div class="fact/)
    assert.include(fragment.text(), 'written here')
    assert.include(fragment.header('hx-trigger'), 'changeId')
  })

  test('takes LoRAs one a line, finds by them, and takes them back', async ({ client, assert }) => {
    const asset = await generated()
    const save = (value: string) =>
      client
        .put(`/library/${asset.id}/fields/loras`)
        .headers(partial)
        .form({ value })
        .loginAs(cast.editor)
        .withCsrfToken()
    const form = await client
      .get(`/library/${asset.id}/fields/loras/edit`)
      .headers(partial)
      .loginAs(cast.editor)
    assert.include(form.text(), '>detail:0.8</textarea>')
    const saved = await save('<lora:fog:-0.5>\r\nadd detail\n')
    assert.include(saved.text(), 'href="/library?q=lora%3Afog"')
    assert.include(saved.text(), 'The file says: detail:0.8')
    const rows = await db.from('asset_loras').orderBy('name').select('name', 'weight')
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [
        { name: 'add detail', weight: null },
        { name: 'fog', weight: -0.5 },
      ]
    )
    const found = await client.get('/library').qs({ q: 'lora:fog' }).loginAs(cast.viewer)
    found.assertTextIncludes(`data-id="${asset.id}"`)

    const refused = await save(':0.8')
    refused.assertStatus(422)
    assert.include(refused.text(), 'has no name')
    await save('')
    assert.lengthOf(await db.from('asset_loras'), 0)

    const revisions = await db.from('revisions').where('field', 'loras').orderBy('id')
    await client
      .post(`/library/${asset.id}/revisions/${revisions[1].id}/reversion`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    assert.lengthOf(await db.from('asset_loras'), 2)
    const history = await client
      .get(`/library/${asset.id}/revisions`)
      .headers(partial)
      .loginAs(cast.editor)
    assert.include(history.text(), 'fog:-0.5')
  })

  test('goes back to what the file says', async ({ client, assert }) => {
    const asset = await generated()
    await editAsset({ assetId: asset.id, by: cast.owner, values: { prompt: 'mine' } })
    const answer = await client
      .post(`/library/${asset.id}/fields/prompt?_method=DELETE`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    answer.assertStatus(302)
    await asset.refresh()
    assert.equal(asset.prompt, 'a red fox <in the snow>')
  })

  test('refuses a value that cannot be, at the field, and keeps what was typed', async ({
    client,
    assert,
  }) => {
    const asset = await generated()
    for (const headers of [{}, partial]) {
      const answer = await client
        .put(`/library/${asset.id}/fields/steps`)
        .headers(headers)
        .form({ value: 'many' })
        .loginAs(cast.editor)
        .withCsrfToken()
      answer.assertStatus(422)
      assert.include(answer.text(), 'Steps is a number')
      assert.include(answer.text(), 'value="many"')
    }
    await asset.refresh()
    assert.equal(asset.steps, 30)
  })

  test('notices that somebody else was faster', async ({ client, assert }) => {
    const asset = await generated()
    const form = await client
      .get(`/library/${asset.id}/fields/prompt/edit`)
      .headers(partial)
      .loginAs(cast.editor)
    const seen = /name="seen" value="(\w+)"/.exec(form.text())![1]
    await editAsset({ assetId: asset.id, by: cast.owner, values: { prompt: 'faster' } })
    const save = () =>
      client
        .put(`/library/${asset.id}/fields/prompt`)
        .headers(partial)
        .form({ value: 'slower', seen })
        .loginAs(cast.editor)
        .withCsrfToken()
    const answer = await save()
    answer.assertStatus(409)
    assert.include(answer.text(), 'faster')
    assert.include(answer.text(), 'slower')
    await asset.refresh()
    assert.equal(asset.prompt, 'faster')
  })

  test('keeps ratings and favourites to each person, viewers too', async ({ client, assert }) => {
    const asset = await generated()
    const mark = (fields: Record<string, unknown>, person: Cast[keyof Cast]) =>
      client
        .put(`/library/${asset.id}/marks`)
        .headers(partial)
        .form(fields)
        .loginAs(person)
        .withCsrfToken()
    assert.equal(await statusOf(mark({ rating: 4 }, cast.viewer)), 200)
    assert.equal(await statusOf(mark({ favorite: true }, cast.viewer)), 200)
    assert.equal(await statusOf(mark({ rating: 2 }, cast.owner)), 200)
    assert.equal(await statusOf(mark({ rating: 6 }, cast.owner)), 422)
    const marks = await db.from('marks').orderBy('user_id').select('rating', 'favorite')
    assert.deepEqual(
      marks.map((row) => ({ ...row })),
      [
        { rating: 2, favorite: 0 },
        { rating: 4, favorite: 1 },
      ]
    )
    assert.equal(await statusOf(mark({ rating: 0 }, cast.owner)), 200)
    assert.lengthOf(await db.from('marks'), 1)
  })

  test('adds tags typed with commas and takes them off again', async ({ client, assert }) => {
    const asset = await generated()
    const added = await client
      .post(`/library/${asset.id}/tags`)
      .headers(partial)
      .form({ names: 'Night sky, red_fox , snow' })
      .loginAs(cast.editor)
      .withCsrfToken()
    added.assertStatus(200)
    const tags = await db.from('asset_tags').join('tags', 'id', 'tag_id').orderBy('slug')
    assert.deepEqual(
      tags.map(({ slug }) => slug),
      ['night_sky', 'red_fox', 'snow']
    )
    const removed = await client
      .post(`/library/${asset.id}/tags/${tags[0].id}?_method=DELETE`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    removed.assertStatus(302)
    assert.lengthOf(await db.from('asset_tags'), 2)
  })

  test('puts an item into a collection by name, and makes one that is not there', async ({
    client,
    assert,
  }) => {
    const asset = await generated()
    for (const name of ['Best of 2026', 'best of 2026']) {
      const answer = await client
        .post(`/library/${asset.id}/collections`)
        .headers(partial)
        .form({ name })
        .loginAs(cast.editor)
        .withCsrfToken()
      answer.assertStatus(200)
      assert.include(answer.text(), 'Best of 2026')
    }
    assert.lengthOf(await db.from('collections'), 1)
    assert.lengthOf(await db.from('collection_assets'), 1)
    const out = await client
      .delete(`/library/${asset.id}/collections/1`)
      .headers(partial)
      .loginAs(cast.editor)
      .withCsrfToken()
    out.assertStatus(200)
    assert.lengthOf(await db.from('collection_assets'), 0)
  })

  test('shows who changed what, and puts it back', async ({ client, assert }) => {
    const asset = await generated()
    await editAsset({ assetId: asset.id, by: cast.owner, values: { prompt: 'first' } })
    await editAsset({ assetId: asset.id, by: cast.editor, values: { prompt: 'second' } })
    const history = await client
      .get(`/library/${asset.id}/revisions`)
      .headers(partial)
      .loginAs(cast.editor)
    assert.include(history.text(), 'what the file says')
    assert.include(history.text(), 'Editor')
    const newest = await db.from('revisions').orderBy('id', 'desc').firstOrFail()
    const back = await client
      .post(`/library/${asset.id}/revisions/${newest.id}/reversion`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    back.assertStatus(302)
    await asset.refresh()
    assert.equal(asset.prompt, 'first')
    const page = await client.get(`/library/${asset.id}/revisions`).loginAs(cast.viewer)
    page.assertStatus(200)
    assert.notInclude(page.text(), 'Put back')
  })

  test('takes a change back, once and only by who made it', async ({ client, assert }) => {
    const asset = await generated()
    const change = await editAsset({
      assetId: asset.id,
      by: cast.editor,
      values: { prompt: 'changed' },
    })
    const undo = (person: Cast[keyof Cast]) =>
      client
        .delete(`/library/changes/${change.changeId}`)
        .headers({ referer: `/library/${asset.id}` })
        .loginAs(person)
        .withCsrfToken()
        .redirects(0)
    await undo(cast.stranger)
    await asset.refresh()
    assert.equal(asset.prompt, 'changed')
    await undo(cast.editor)
    await asset.refresh()
    assert.equal(asset.prompt, 'a red fox <in the snow>')
    assert.equal(await statusOf(undo(cast.editor)), 302)
  })

  test('is for its owner and administrators to show or hide', async ({ client, assert }) => {
    const asset = await generated({ owner: cast.editor })
    const share = (visibility: string, person: Cast[keyof Cast]) =>
      client
        .put(`/library/${asset.id}/visibility`)
        .headers(partial)
        .form({ visibility })
        .loginAs(person)
        .withCsrfToken()
        .redirects(0)
    assert.equal(await statusOf(share('private', cast.stranger)), 403)
    assert.equal(await statusOf(share('private', cast.editor)), 302)
    await asset.refresh()
    assert.equal(asset.visibility, 'private')
    assert.equal(await statusOf(share('everyone', cast.owner)), 404)
  })

  test('asks for an item that exists', async ({ client, assert }) => {
    assert.equal(await statusOf(client.get('/library/999').loginAs(cast.owner)), 404)
    assert.equal(await statusOf(client.get('/library/abc').loginAs(cast.owner)), 404)
    const asset = await generated()
    const nonsense = await client
      .get(`/library/${asset.id}/fields/sha256/edit`)
      .headers(partial)
      .loginAs(cast.owner)
    nonsense.assertStatus(422)
  })
})
