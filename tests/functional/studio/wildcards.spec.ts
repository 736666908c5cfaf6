import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { dataPath } from '#core/paths'
import { expandRecipe, TemplateError } from '#studio/expanding'
import Wildcard from '#studio/models/wildcard'
import { matching } from '#studio/wildcards/finding'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { statusOf } from '#tests/helpers/http'
import { createTemplateOf, recipeOf, writeWildcards } from '#tests/helpers/recipes'

test.group('Wildcards', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  const send = (client: ApiClient, verb: 'post' | 'put' | 'delete', path: string, fields = {}) =>
    client[verb](path)
      .form(fields)
      .header('referer', '/wildcards/create')
      .loginAs(cast.editor)
      .withCsrfToken()

  const prompts = async (template: string) => {
    const items = await expandRecipe(recipeOf(template), [])
    return items.map(({ prompt }) => prompt)
  }

  const errorOf = async (template: string) => {
    try {
      await expandRecipe(recipeOf(template), [])
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      return `${error.code} ${error.column} ${error.message}`
    }
  }

  test('are found by patterns with stars, however many these are', async ({ assert }) => {
    const fits = (pattern: string, name: string) => matching(pattern)(name)
    for (const [pattern, name, expected] of [
      ['colours/*', 'colours/warm', true],
      ['colours/*', 'colours/warm/red', false],
      ['*/warm', 'colours/warm', true],
      ['col*rs/w*m', 'colours/warm', true],
      ['**', 'colours/warm', true],
      ['**/red', 'colours/warm/red', true],
      ['**/red', 'red', true],
      ['**m/*d', 'colours/warm/red', true],
      ['colours/w*', 'colours/cold', false],
      ['a.b', 'axb', false],
      ['a.b', 'a.b', true],
    ] as const) {
      assert.equal(fits(pattern, name), expected, `${pattern} ${name}`)
    }
    const began = performance.now()
    assert.isFalse(fits(`${'*a'.repeat(40)}b`, 'a'.repeat(120)))
    assert.isFalse(fits(`${'**a'.repeat(40)}b`, 'a'.repeat(120)))
    assert.isBelow(performance.now() - began, 200)
  })

  test('are written in the app and drawn from', async ({ client, assert }) => {
    const body = '# warm\r\nred\n\n2::{light|dark} orange\nred\n'
    const page = await send(client, 'post', '/wildcards', { name: 'colours/warm', body })

    page.assertTextIncludes('__colours/warm__')
    page.assertTextIncludes('2 values')
    assert.deepEqual(await prompts('__colours/warm__'), ['red', 'light orange', 'dark orange'])
    const viewed = await client.get('/wildcards?search=WARM').loginAs(cast.viewer)
    viewed.assertTextIncludes('>colours/warm<')
    assert.notInclude(viewed.text(), '/wildcards/create')
  })

  test('refuse names and lines that cannot be used, at the field', async ({ client, assert }) => {
    await send(client, 'post', '/wildcards', { name: 'red', body: 'red' })
    for (const name of ['../secret', 'a//b', '/etc', 'a__b', 'a b', '.hidden', 'a/.b', 'red']) {
      const answer = await send(client, 'post', '/wildcards', { name, body: 'x' })
      answer.assertTextIncludes('field-name-error')
    }
    const answer = await send(client, 'post', '/wildcards', { name: 'open', body: 'red\n{a|b' })
    answer.assertTextIncludes('line 2 of the wildcard')
    assert.lengthOf(await Wildcard.all(), 1)
  })

  test('are changed and deleted', async ({ client, assert }) => {
    const wildcard = await Wildcard.create({ ownerId: cast.owner.id, name: 'fruit', body: 'apple' })
    const path = `/wildcards/${wildcard.id}`
    const page = await send(client, 'put', path, { name: 'fruits', body: 'apple\npear' })

    page.assertTextIncludes('__fruits__')
    assert.deepEqual(await prompts('__fruits__'), ['apple', 'pear'])
    await send(client, 'delete', path)
    assert.match((await errorOf('a __fruits__'))!, /^E_WILDCARD 3 There is no wildcard “fruits”/)
  })

  test('are read from files of the data folder, and the app goes first', async ({
    client,
    assert,
  }) => {
    await writeWildcards({ 'styles/oil': 'impasto\nglaze', 'styles/ink': 'wash' })
    await Wildcard.create({ ownerId: cast.owner.id, name: 'styles/ink', body: 'line' })

    assert.deepEqual(await prompts('__styles/*__'), ['line', 'impasto', 'glaze'])
    const list = await client.get('/wildcards').loginAs(cast.viewer)
    list.assertTextIncludes('in place of the file')
    const page = await client.get('/wildcards/named?name=styles/oil').loginAs(cast.editor)
    page.assertTextIncludes('a file of the data folder')
    page.assertTextIncludes('impasto')
    const copy = await client.get('/wildcards/create?from=styles/oil').loginAs(cast.editor)
    copy.assertTextIncludes('impasto\nglaze</textarea>')
  })

  test('never leave their folder, by link or by name', async ({ client, assert }) => {
    await writeFile(dataPath('secret.txt'), 'key')
    await mkdir(dataPath('wildcards'), { recursive: true })
    await mkdir(dataPath('outside'), { recursive: true })
    await writeFile(dataPath('outside', 'other.txt'), 'key')
    await symlink(dataPath('secret.txt'), dataPath('wildcards', 'link.txt'))
    await symlink(dataPath('outside'), dataPath('wildcards', 'folder'))

    assert.match((await errorOf('__link__'))!, /E_WILDCARD/)
    assert.match((await errorOf('__folder/other__'))!, /E_WILDCARD/)
    assert.match((await errorOf('__**__ __folder/**__')) ?? '', /E_WILDCARD|^$/)
    const answer = client.get('/wildcards/named?name=../secret').loginAs(cast.owner)
    assert.equal(await statusOf(answer), 422)
    const missing = client.get('/wildcards/named?name=link').loginAs(cast.owner)
    assert.equal(await statusOf(missing), 404)
  })

  test('that lead back to themselves are refused, naming the circle', async ({ assert }) => {
    await writeWildcards({ a: 'x __b__', b: 'y __c__', c: 'z __a__', d: '__d__' })
    const deep = Object.fromEntries(
      Array.from({ length: 18 }, (_, nth) => [`deep${nth}`, `__deep${nth + 1}__`])
    )
    await writeWildcards({ ...deep, deep18: 'end' })

    assert.match((await errorOf('go __a__'))!, /^E_CYCLE 4 .*a → b → c → a/)
    assert.match((await errorOf('__d__'))!, /^E_CYCLE 1/)
    assert.match((await errorOf('__deep0__'))!, /^E_TOO_DEEP 1/)
    assert.deepEqual(await prompts('__deep4__'), ['end'])
  })

  test('know what uses them, as far as one may see it', async ({ client, assert }) => {
    await writeWildcards({ animal: 'fox' })
    await Wildcard.create({
      ownerId: cast.owner.id,
      name: 'scene',
      body: 'a {big|small} __animal__',
    })
    await createTemplateOf(cast.owner, { name: 'Zoo', prompt: '__ani*__ in snow' })
    await createTemplateOf(cast.owner, { name: 'Own', prompt: '__animal__', visibility: 'private' })
    await createTemplateOf(cast.owner, { name: 'Plain', prompt: 'an animal' })

    const page = await client.get('/wildcards/named?name=animal').loginAs(cast.viewer)

    page.assertTextIncludes('>Zoo<')
    page.assertTextIncludes('>scene<')
    assert.notMatch(page.text(), />(Own|Plain)</)
  })

  test('that cannot be called so are refused in words', async ({ client, assert }) => {
    const create = (name: string) =>
      client
        .post('/wildcards')
        .form({ name, body: 'cat' })
        .header('referer', '/wildcards/create')
        .loginAs(cast.editor)
        .withCsrfToken()
    const nameless = await create('')
    nameless.assertTextIncludes('Write a name, such as animals/cats.')
    const odd = await create('__odd name__')
    odd.assertTextIncludes('begins with a letter or digit')
    assert.lengthOf(await Wildcard.all(), 0)
  })

  test('come as text files, all of them or none', async ({ client, assert }) => {
    const upload = (files: Record<string, Buffer | string>) => {
      const request = client.post('/wildcards/files').loginAs(cast.editor).withCsrfToken()
      for (const [filename, body] of Object.entries(files)) {
        request.file('files[]', Buffer.from(body), { filename })
      }
      return request.header('referer', '/wildcards')
    }

    const page = await upload({ 'old houses.txt': 'barn\nmill', 'b.txt': 'x' })
    page.assertTextIncludes('>old-houses<')
    assert.deepEqual(await prompts('__old-houses__'), ['barn', 'mill'])
    const again = await upload({ 'c.txt': 'x', 'b.txt': 'y' })
    again.assertTextIncludes('There is a wildcard “b” already')
    const binary = await upload({ 'd.txt': Buffer.from([0xff, 0xfe, 0x00]) })
    binary.assertTextIncludes('no UTF-8 text')
    assert.lengthOf(await Wildcard.all(), 2)
  })
})
