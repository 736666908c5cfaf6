import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import Template from '#studio/models/template'
import TemplateVersion from '#studio/models/template_version'
import { createProject } from '#studio/projects/projects'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial, statusOf } from '#tests/helpers/http'
import { createAsset } from '#tests/helpers/library'
import { createOrder } from '#tests/helpers/studio'
import { createAccount, createModel } from '#tests/helpers/orders'
import { createTemplateOf } from '#tests/helpers/recipes'

test.group('Templates', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const form = {
    'name': 'Foxes',
    'visibility': 'everyone',
    'prompt': 'a {red|blue} ${animal}',
    'parameterLines': 'steps = {20|30}\ncfg = 7\nsampler = euler',
    'inputs[0][name]': 'animal',
    'inputs[0][label]': 'Which animal?',
    'inputs[0][default]': 'fox',
    'inputs[1][name]': '',
  }

  type Person = Cast[keyof Cast]
  const send = (client: ApiClient, verb: 'post' | 'put' | 'delete', path: string, fields = {}) => ({
    as: (person: Person) =>
      client[verb](path).form(fields).headers(partial).loginAs(person).withCsrfToken().redirects(0),
  })

  test('are written by editors, and everything of them is kept', async ({ client, assert }) => {
    assert.equal(await statusOf(send(client, 'post', '/templates', form).as(cast.viewer)), 403)
    assert.equal(await statusOf(send(client, 'post', '/templates', form).as(cast.editor)), 302)

    const template = await Template.findByOrFail('name', 'Foxes')
    const version = await TemplateVersion.findByOrFail('template_id', template.id)
    assert.deepEqual(version.parameters, { steps: '{20|30}', cfg: 7, sampler: 'euler' })
    assert.deepEqual(version.inputs, [{ name: 'animal', label: 'Which animal?', default: 'fox' }])
    const page = await client.get(`/templates/${template.id}`).loginAs(cast.viewer)
    page.assertTextIncludes('a {red|blue} ${animal}')
    page.assertTextIncludes('a red fox')
    page.assertTextIncludes('<strong>4</strong> results')
  })

  test('say at the field and column what is wrong with them', async ({ client, assert }) => {
    const wrong = { ...form, prompt: 'a {red|blue' }
    const answer = await client
      .post('/templates')
      .form(wrong)
      .header('referer', '/templates/create')
      .loginAs(cast.editor)
      .withCsrfToken()

    answer.assertTextIncludes('field-prompt-error')
    answer.assertTextIncludes('never closed. (column 3)')
    answer.assertTextIncludes('a {red|blue</textarea>')
    assert.isNull(await Template.first())
  })

  test('say what is wrong with their inputs and parameters', async ({ client }) => {
    const sendWith = (fields: object) =>
      client
        .post('/templates')
        .form({ ...form, ...fields })
        .header('referer', '/templates/create')
        .loginAs(cast.editor)
        .withCsrfToken()

    const blank = await sendWith({ 'inputs[0][name]': 'two words' })
    blank.assertTextIncludes('no blanks')
    const line = await sendWith({ parameterLines: 'steps 20' })
    line.assertTextIncludes('is no “name = value”')
  })

  test('have the fields of the model they are meant for', async ({ client, assert }) => {
    await createModel(await createAccount())
    const meant = { provider: 'sample', modelRef: 'sample/shapes' }
    const fields = await client
      .get('/templates/parameters')
      .qs({ ...meant, 'vary[steps]': '{20|30}' })
      .headers(partial)
      .loginAs(cast.editor)
    assert.include(fields.text(), 'name="parameters[guidance]"')
    assert.include(fields.text(), 'value="{20|30}"')
    const none = await client
      .get('/templates/parameters')
      .qs({ modelRef: 'no/such' })
      .headers(partial)
      .loginAs(cast.editor)
    assert.include(none.text(), 'name="parameterLines"')

    const typed = {
      ...{ ...form, ...meant, 'parameters[guidance]': '7', 'vary[steps]': '{20|30}' },
      ...{ 'parameters[width]': '', 'further': '{"style": "film"}' },
    }
    await send(client, 'post', '/templates', typed).as(cast.editor)
    const version = await TemplateVersion.firstOrFail()
    assert.containsSubset(version.parameters, { guidance: 7, steps: '{20|30}', style: 'film' })

    const wrong = await client
      .post('/templates')
      .form({ ...typed, 'parameters[guidance]': 'much' })
      .header('referer', '/templates/create')
      .loginAs(cast.editor)
      .withCsrfToken()
    wrong.assertTextIncludes('Model and parameters')
    assert.lengthOf(await TemplateVersion.all(), 1)
  })

  test('become a new version where the recipe is changed, and only there', async ({
    client,
    assert,
  }) => {
    const template = await createTemplateOf(cast.editor, { prompt: 'a {red|blue} fox' })
    const path = `/templates/${template.id}`
    const same = { name: 'Renamed', visibility: 'everyone', prompt: 'a {red|blue} fox' }

    await send(client, 'put', path, same).as(cast.editor)
    await send(client, 'put', path, { ...same, prompt: 'a green fox' }).as(cast.editor)

    const versions = await TemplateVersion.query().orderBy('number')
    assert.deepEqual(
      versions.map(({ number, prompt }) => [number, prompt]),
      [
        [1, 'a {red|blue} fox'],
        [2, 'a green fox'],
      ]
    )
    const first = await client.get(`${path}?version=1`).loginAs(cast.viewer)
    first.assertTextIncludes('a red fox')
    first.assertTextIncludes('Renamed')
    const again = await client.get(`${path}/edit?version=1`).loginAs(cast.editor)
    again.assertTextIncludes('This is version 1 of 2')
  })

  test('that are private are not there for others', async ({ client, assert }) => {
    const secret = { name: 'Secret', visibility: 'private' as const }
    const template = await createTemplateOf(cast.owner, secret)
    const path = `/templates/${template.id}`

    for (const end of ['', '/edit', '/file']) {
      assert.equal(await statusOf(client.get(path + end).loginAs(cast.stranger)), 404)
    }
    assert.equal(await statusOf(send(client, 'post', `${path}/favourite`).as(cast.stranger)), 404)
    const list = await client.get('/templates?search=secret').loginAs(cast.stranger)
    assert.notInclude(list.text(), path)
  })

  test('are changed and deleted by their owner only', async ({ client, assert }) => {
    const template = await createTemplateOf(cast.owner)
    const path = `/templates/${template.id}`

    assert.equal(await statusOf(send(client, 'delete', path).as(cast.editor)), 403)
    assert.equal(await statusOf(send(client, 'put', path, form).as(cast.editor)), 403)
    assert.equal(await statusOf(send(client, 'delete', path).as(cast.owner)), 302)
    assert.isNull(await Template.first())
  })

  test('are found by name and prompt, and as favourites', async ({ client, assert }) => {
    const one = await createTemplateOf(cast.owner, { name: 'Ships', prompt: 'a {sail|motor} boat' })
    await createTemplateOf(cast.owner, { name: '100% wool' })
    const names = async (query: string) => {
      const page = await client.get(`/templates?${query}`).loginAs(cast.editor)
      return [...page.text().matchAll(/template-name"[^>]*>([^<]+)</g)].map(([, name]) => name)
    }

    assert.deepEqual(await names('search=MOTOR'), ['Ships'])
    assert.deepEqual(await names('search=100%25'), ['100% wool'])
    assert.deepEqual(await names('show=mine'), [])
    const path = `/templates/${one.id}/favourite`
    const starred = await send(client, 'post', path).as(cast.editor)
    starred.assertTextIncludes('aria-pressed="true"')
    await send(client, 'post', path).as(cast.editor)
    assert.deepEqual(await names('show=favourites'), ['Ships'])
    await send(client, 'delete', path).as(cast.editor)
    assert.deepEqual(await names('show=favourites'), [])
  })

  test('say what they are for while there are none', async ({ client }) => {
    const page = await client.get('/templates').loginAs(cast.viewer)

    page.assertTextIncludes('No templates yet')
  })

  test('are listed with as many queries as ever', async ({ client, assert }) => {
    await createTemplateOf(cast.owner)
    const ask = () => client.get('/templates').loginAs(cast.editor)
    const few = await countQueries(ask)
    for (let nth = 0; nth < 10; nth++) await createTemplateOf(cast.owner, { name: `T ${nth}` })

    assert.equal(await countQueries(ask), few)
  })

  test('travel as a file, and arrive as they were', async ({ client, assert }) => {
    const template = await createTemplateOf(cast.owner, {
      parameters: { steps: '{20|30}', size: { width: 512 } },
      inputs: [{ name: 'animal', label: 'Animal', default: 'fox' }],
    })
    const file = await client.get(`/templates/${template.id}/file`).loginAs(cast.viewer)
    const json = file.text()
    assert.notMatch(json, /owner|"id"|user/i)

    const upload = (text: string) =>
      client
        .post('/templates/file')
        .file('template', Buffer.from(text), { filename: 'fox.json' })
        .loginAs(cast.editor)
        .withCsrfToken()
    const page = await upload(json)
    page.assertTextIncludes('Animals')
    const [one, other] = await TemplateVersion.query().orderBy('id')
    const bare = ({ id, templateId, userId, createdAt, ...rest }: any) => rest
    assert.deepEqual(bare(other.serialize()), bare(one.serialize()))
    const imported = await Template.findOrFail(other.templateId)
    assert.deepEqual([imported.visibility, imported.ownerId], ['private', cast.editor.id])
    for (const wrong of ['{', '{"format":"other"}', json.replace('"count":1', '"count":-1')]) {
      const answer = await upload(wrong)
      answer.assertTextIncludes('This is no template')
    }
    assert.lengthOf(await Template.all(), 2)
  })

  test('begin from an order, and from a picture taken literally', async ({ client, assert }) => {
    const project = await createProject({ name: 'Spring', visibility: 'private' }, cast.owner)
    const { order } = await createOrder(project, cast.owner, {
      variables: { animal: 'owl' },
    })
    const asset = await createAsset({ owner: cast.owner, prompt: 'a {fox} __x__, #1', steps: 20 })

    const fromOrder = await client.get(`/templates/create?order=${order.id}`).loginAs(cast.owner)
    fromOrder.assertTextIncludes(`Order ${order.id}`)
    fromOrder.assertTextIncludes('value="owl"')
    const fromAsset = await client.get(`/templates/create?asset=${asset.id}`).loginAs(cast.owner)
    fromAsset.assertTextIncludes('a \\{fox\\} \\__x__, #1')
    fromAsset.assertTextIncludes('steps = 20')
    const hidden = client.get(`/templates/create?order=${order.id}`).loginAs(cast.editor)
    assert.equal(await statusOf(hidden), 404)
  })
})

test.group('Previews of templates', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  const preview = (client: ApiClient, fields: object, headers = {}) =>
    client
      .post('/templates/previews')
      .form(fields)
      .headers(headers)
      .loginAs(cast.viewer)
      .withCsrfToken()

  test('show the count, the first results and their choices', async ({ client, assert }) => {
    const answer = await preview(client, { prompt: '{0..9}'.repeat(30) }, partial)
    answer.assertTextIncludes('about 10^30')
    answer.assertTextIncludes('the first 12')
    const few = await preview(client, { prompt: '${c={red|blue}}a ${c} fox' }, partial)
    few.assertTextIncludes('a blue fox')
    few.assertTextIncludes('<b>c</b> blue')
    assert.notInclude(few.text(), '<html')
  })

  test('show where the error is', async ({ client }) => {
    const answer = await preview(client, { prompt: 'a <b> {red' }, partial)

    answer.assertTextIncludes('a &lt;b&gt; <mark>{red</mark>')
    answer.assertTextIncludes('column 7')
  })

  test('are a page without JavaScript', async ({ client }) => {
    const inputs = { 'inputs[0][name]': 'animal', 'inputs[0][default]': 'fox' }
    const answer = await preview(client, { prompt: '{red|blue} ${animal}', mode: 'zip', ...inputs })

    answer.assertTextIncludes('<html')
    answer.assertTextIncludes('blue fox')
    answer.assertTextIncludes('{red|blue} ${animal}</textarea>')
    answer.assertTextIncludes('name="inputs[0][default]" value="fox"')
  })
})
