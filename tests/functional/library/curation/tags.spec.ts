import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Tag from '#library/models/tag'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'
import { countQueries, partial, statusOf } from '#tests/helpers/http'

test.group('Tags', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    await createAsset({ owner: cast.owner, tags: ['Fox', 'Night sky'] })
    await createAsset({ owner: cast.owner, tags: ['Fox', 'Vixen'] })
    await createAsset({ owner: cast.owner, tags: ['Vixen'], file: { visibility: 'private' } })
    await Tag.create({ name: 'Lonely', slug: 'lonely' })
  })

  const tagged = (slug: string) => Tag.findByOrFail('slug', slug)

  test('are listed with how many of them a person sees', async ({ client, assert }) => {
    const rowOf = (html: string, name: string) =>
      new RegExp(`>${name}</a></td>\\s*<td class="number">(\\d+)<`).exec(html)?.[1]
    const mine = await client.get('/tags').loginAs(cast.owner)
    assert.equal(rowOf(mine.text(), 'Vixen'), '2')
    const theirs = await client.get('/tags').loginAs(cast.viewer)
    assert.equal(rowOf(theirs.text(), 'Vixen'), '1')
    assert.equal(rowOf(theirs.text(), 'Fox'), '2')
    assert.notInclude(theirs.text(), '/edit')
  })

  test('are found by name and by alias', async ({ client, assert }) => {
    const fox = await tagged('fox')
    await client
      .post(`/tags/${fox.id}/aliases`)
      .form({ name: 'Vulpes' })
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    const found = await client.get('/tags').qs({ search: 'vulp' }).loginAs(cast.viewer)
    found.assertTextIncludes('Fox')
    assert.notInclude(found.text(), 'Night sky')
    const none = await client.get('/tags').qs({ search: '%' }).loginAs(cast.viewer)
    none.assertTextIncludes('No tag has that in its name')
  })

  test('are found however their accents and spaces were typed', async ({ client }) => {
    const asset = await createAsset({ owner: cast.owner, tags: ['\u00c9t\u00e9 bleu'] })
    const q = 'tag:" E\u0301te\u0301_ bleu_"'
    const found = await client.get('/library').qs({ q }).loginAs(cast.viewer)
    found.assertTextIncludes(`data-id="${asset.id}"`)
  })

  test('are not listed to whom may see nothing that has them', async ({ client, assert }) => {
    await createAsset({ owner: cast.owner, tags: ['Secret'], file: { visibility: 'private' } })
    const secret = await tagged('secret')
    const mine = await client.get('/tags').loginAs(cast.owner)
    mine.assertTextIncludes('Secret')
    const theirs = await client.get('/tags').loginAs(cast.editor)
    assert.notInclude(theirs.text(), 'Secret')
    theirs.assertTextIncludes('Lonely')
    for (const path of ['edit', 'merges/create?into=fox']) {
      const page = client.get(`/tags/${secret.id}/${path}`).loginAs(cast.editor)
      assert.equal(await statusOf(page), 404)
    }
  })

  test('ask the database no more for more of them, and come in pages', async ({
    client,
    assert,
  }) => {
    const visit = () => client.get('/tags').loginAs(cast.owner)
    const few = await countQueries(visit)
    for (let number = 100; number < 220; number++) {
      await Tag.create({ name: `tag ${number}`, slug: `tag_${number}` })
    }
    assert.equal(await countQueries(visit), few)
    const first = await visit()
    const next = /href="(\/tags\?[^"]*after=[^"]*)"/.exec(first.text())![1]
    const second = await client.get(next.replaceAll('&amp;', '&')).loginAs(cast.owner)
    second.assertTextIncludes('tag 219')
  })

  test('complete what is being typed, after a comma too', async ({ client, assert }) => {
    const options = await client
      .get('/tags/completions')
      .qs({ names: 'snow, f' })
      .loginAs(cast.editor)
    assert.include(options.text(), 'value="snow, Fox"')
  })

  test('keep the old name as an alias when they are renamed', async ({ client, assert }) => {
    const fox = await tagged('fox')
    await client
      .put(`/tags/${fox.id}`)
      .form({ name: 'Red fox', parent: 'Night sky' })
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    await fox.refresh()
    assert.equal(fox.slug, 'red_fox')
    const sky = await tagged('night_sky')
    assert.equal(fox.parentId, sky.id)
    const alias = await db.from('tag_aliases').firstOrFail()
    assert.include(alias, { slug: 'fox', tag_id: fox.id })
  })

  test('get their former name and place back, unless they were renamed again', async ({
    client,
    assert,
  }) => {
    const fox = await tagged('fox')
    const rename = async (fields: Record<string, unknown>) => {
      const form = { parent: '', ...fields }
      const page = await client
        .put(`/tags/${fox.id}`)
        .form(form)
        .loginAs(cast.editor)
        .withCsrfToken()
      const undo = /<form[^>]*action="(\/tags\/[^"]+)"[^>]*>(?:(?!<\/form>)[^])*Undo/.exec(
        page.text()
      )
      const inputs = undo?.[0].matchAll(/name="(\w+)" value="([^"]*)"/g) ?? []
      return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]))
    }
    const aliases = async () => {
      const rows = await db.from('tag_aliases').orderBy('slug').select('slug')
      return rows.map(({ slug }) => slug)
    }

    const first = await rename({ name: 'Red fox', parent: 'Night sky' })
    const second = await rename({ name: 'Vulpes' })
    assert.deepEqual(await rename(first), {})
    await fox.refresh()
    assert.equal(fox.name, 'Vulpes')

    await rename(second)
    await fox.refresh()
    const sky = await tagged('night_sky')
    assert.include(fox.serialize(), { name: 'Red fox', slug: 'red_fox', parentId: sky.id })
    assert.deepEqual(await aliases(), ['fox'])

    const third = await rename({ name: 'Fox', parent: 'Night sky' })
    await rename(third)
    assert.deepEqual(await aliases(), ['fox'])
    const same = await rename({ name: 'Red fox', parent: 'Night sky' })
    assert.deepEqual(same, {})
  })

  test('refuse a name that is taken, a circle, and a parent that is not there', async ({
    client,
    assert,
  }) => {
    const fox = await tagged('fox')
    const sky = await tagged('night_sky')
    await sky.merge({ parentId: fox.id }).save()
    const change = (form: Record<string, unknown>) =>
      client.put(`/tags/${fox.id}`).form(form).loginAs(cast.editor).withCsrfToken()
    const taken = await change({ name: 'vixen' })
    taken.assertTextIncludes('has this name already')
    const circle = await change({ name: 'Fox', parent: 'Night sky' })
    circle.assertTextIncludes('stands below')
    const nowhere = await change({ name: 'Fox', parent: 'Nowhere' })
    nowhere.assertTextIncludes('There is no tag')
    await fox.refresh()
    assert.include(fox.serialize(), { slug: 'fox', parentId: null })
  })

  test('show what a merge changes before it does, and undo it whole', async ({
    client,
    assert,
  }) => {
    const [vixen, fox] = [await tagged('vixen'), await tagged('fox')]
    const preview = await client
      .get(`/tags/${vixen.id}/merges/create`)
      .qs({ into: 'fox' })
      .loginAs(cast.editor)
    preview.assertTextIncludes('2 items have')
    preview.assertTextIncludes('1 of them has it already')
    assert.isNotNull(await Tag.find(vixen.id))

    const merge = await client
      .post(`/tags/${vixen.id}/merges`)
      .form({ into: 'fox' })
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    merge.assertStatus(302)
    assert.isNull(await Tag.find(vixen.id))
    const uses = () => db.from('asset_tags').where('tag_id', fox.id)
    assert.lengthOf(await uses(), 3)

    const { change_id: changeId } = await db.from('tag_merges').firstOrFail()
    await client
      .delete(`/library/changes/${changeId}`)
      .loginAs(cast.editor)
      .withCsrfToken()
      .redirects(0)
    const back = await Tag.findOrFail(vixen.id)
    assert.equal(back.slug, 'vixen')
    assert.lengthOf(await uses(), 2)
    assert.lengthOf(await db.from('tag_aliases'), 0)
  })

  test('are deleted only when nothing has them', async ({ client, assert }) => {
    const remove = (id: number) => client.delete(`/tags/${id}`).loginAs(cast.editor).withCsrfToken()
    const fox = await tagged('fox')
    const refused = await remove(fox.id)
    refused.assertTextIncludes('is in use')
    assert.isNotNull(await Tag.find(fox.id))
    const unused = await client.get('/tags').qs({ unused: '1' }).loginAs(cast.editor)
    unused.assertTextIncludes('Lonely')
    assert.notInclude(unused.text(), 'Night sky')
    await client.delete('/tags/unused').loginAs(cast.editor).withCsrfToken().redirects(0)
    assert.isNull(await Tag.findBy('slug', 'lonely'))
    assert.lengthOf(await Tag.all(), 3)
  })

  test('are for editors to change', async ({ client, assert }) => {
    const fox = await tagged('fox')
    for (const request of [
      client.get(`/tags/${fox.id}/edit`),
      client.put(`/tags/${fox.id}`).form({ name: 'x' }),
      client.delete(`/tags/${fox.id}`),
      client.post(`/tags/${fox.id}/aliases`).form({ name: 'x' }),
      client.delete(`/tags/${fox.id}/aliases/x`),
      client.get(`/tags/${fox.id}/merges/create`).qs({ into: 'vixen' }),
      client.post(`/tags/${fox.id}/merges`).form({ into: 'vixen' }),
      client.delete('/tags/unused'),
    ]) {
      const answer = request.headers(partial).loginAs(cast.viewer).withCsrfToken()
      assert.equal(await statusOf(answer), 403)
    }
    assert.equal(await statusOf(client.get('/tags/999/edit').loginAs(cast.editor)), 404)
  })
})
