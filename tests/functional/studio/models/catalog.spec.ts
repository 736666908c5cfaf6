import { test } from '@japa/runner'
import type { ApiClient, ApiResponse } from '@japa/api-client'
import type ProviderCredential from '#studio/models/provider_credential'
import ProviderModel from '#studio/models/provider_model'
import { describeModel } from '#studio/catalog/describing'
import { refreshModelsLater, refreshStaleLists } from '#studio/catalog/refreshing'
import { storeCredential } from '#studio/credentials'
import RefreshModelsJob from '#studio/jobs/refresh_models_job'
import type { ProviderAdapter } from '#studio/providers/contract'
import { describe } from '#studio/providers/describing'
import { ProviderError } from '#studio/providers/faults'
import { adapters } from '#studio/providers/registry'
import { sample } from '#studio/providers/sample'
import type { Json, ModelInfo } from '#studio/providers/shapes'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial, statusOf } from '#tests/helpers/http'
import { itemsOf, performNow } from '#tests/helpers/runs'

/** A provider whose list and documents a test changes as it likes. */
const world = {
  models: [] as ModelInfo[],
  schema: {} as Json,
  fault: null as ProviderError | null,
}
const house: ProviderAdapter = {
  ...sample,
  key: 'house',
  name: 'House',
  async listModels(_context, { cursor = '0', query = '' }) {
    if (world.fault) throw world.fault
    const from = Number(cursor)
    const fitting = world.models.filter(({ name }) => name.includes(query))
    const models = fitting.slice(from, from + 2)
    return { models, ...(from + 2 < fitting.length && { cursor: String(from + 2) }) }
  },
  async describeModel(_context, { ref }) {
    if (world.fault) throw world.fault
    const found = world.models.find((model) => model.ref === ref)
    if (!found) throw new ProviderError({ code: 'model_not_found', retry: 'never' })
    return describe(found, world.schema)
  },
}

const flux: ModelInfo = {
  ref: 'house/flux',
  name: 'Flux',
  family: 'flux',
  modality: 'text_to_image',
  description: '<p>Fast &amp; <b>good</b>.</p><script>alert(1)</script>',
}
const wan: ModelInfo = { ref: 'house/wan', name: 'Wan', family: 'wan', modality: 'image_to_video' }
const lux: ModelInfo = { ref: 'house/lux_100%', name: 'lux', modality: 'text_to_image' }

test.group('Models', (group) => {
  let cast: Cast
  let credential: ProviderCredential

  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    adapters.push(house)
    credential = await storeCredential('house', { label: 'Our house' })
    Object.assign(world, {
      models: [flux, wan, lux],
      schema: { properties: { steps: { type: 'integer', maximum: 50 } } },
      fault: null,
    })
    return () => void adapters.splice(adapters.indexOf(house), 1)
  })

  async function refresh(query?: string) {
    const run = await refreshModelsLater({ credentials: [credential], query, by: cast.editor })
    return performNow(run, new RefreshModelsJob())
  }
  const find = (ref: string) => ProviderModel.findByOrFail('ref', ref)
  const names = (html: string) =>
    [...html.matchAll(/href="\/models\/\d+">([^<]+)</g)].map(([, name]) => name)
  const send = (
    client: ApiClient,
    verb: 'post' | 'put' | 'delete',
    path: string,
    form: Record<string, unknown> = {}
  ) => ({
    as: (person: Cast[keyof Cast]) =>
      client[verb](path).form(form).loginAs(person).withCsrfToken().redirects(0),
    statusFor: (person: Cast[keyof Cast]) =>
      statusOf(
        client[verb](path).form(form).loginAs(person).withCsrfToken().headers(partial).redirects(0)
      ),
  })

  test('are read from a provider page by page, and again without doubling', async ({ assert }) => {
    const run = await refresh()
    assert.equal(run.state, 'succeeded')
    const [item] = await itemsOf(run)
    assert.equal(item.message, '3 models')

    world.models[0] = { ...flux, name: 'Flux 2' }
    await refresh()
    const found = await ProviderModel.query().orderBy('id')
    assert.deepEqual(
      found.map(({ name }) => name),
      ['Flux 2', 'Wan', 'lux']
    )
    await credential.refresh()
    assert.isNotNull(credential.modelsListedAt)
    assert.isNull(await refreshStaleLists())
  })

  test('a provider that cannot be asked is told in the job', async ({ assert }) => {
    world.fault = new ProviderError({ code: 'network', retry: 'later', providerMessage: 'No way' })
    const run = await refresh()
    const [item] = await itemsOf(run)

    assert.deepEqual([item.state, item.message], ['failed', 'No way'])
    await credential.refresh()
    assert.isNull(credential.modelsListedAt)
  })

  test('only those that match are asked for where somebody searches', async ({ assert }) => {
    await refresh('Wan')
    const found = await ProviderModel.all()
    assert.deepEqual(
      found.map(({ ref }) => ref),
      ['house/wan']
    )
  })

  test('are found by words, provider, family and modality, across all accounts', async ({
    client,
    assert,
  }) => {
    await refresh()
    const list = async (query: Record<string, string>) => {
      const page = await client.get('/models').qs(query).loginAs(cast.viewer)
      page.assertStatus(200)
      return names(page.text())
    }

    assert.deepEqual(await list({}), ['Flux', 'lux', 'Wan'])
    assert.deepEqual(await list({ search: 'LUX house' }), ['Flux', 'lux'])
    assert.deepEqual(await list({ search: '100%' }), ['lux'])
    assert.deepEqual(await list({ search: '%' }), ['lux'])
    assert.deepEqual(await list({ modality: 'image_to_video' }), ['Wan'])
    assert.deepEqual(await list({ family: 'flux' }), ['Flux'])
    assert.deepEqual(await list({ provider: 'sample' }), [])
    await credential.merge({ removedAt: credential.createdAt }).save()
    assert.deepEqual(await list({}), [])
  })

  test('a long list is read in pages, with no query for each row', async ({ client, assert }) => {
    world.models = Array.from({ length: 130 }, (_, nth) => ({
      ...flux,
      ref: `house/${nth}`,
      name: `Model ${String(nth % 50).padStart(3, '0')}`,
    }))
    await refresh()
    const seen: string[] = []
    let path: string | undefined = '/models'
    while (path) {
      const answer: ApiResponse = await client.get(path).loginAs(cast.viewer)
      const page = answer.text()
      seen.push(...[...page.matchAll(/href="(\/models\/\d+)">/g)].map(([, href]) => href))
      path = page.match(/rel="next" href="([^"]+)"/)?.[1]?.replaceAll('&amp;', '&')
    }

    assert.lengthOf(new Set(seen), 130)
    assert.lengthOf(seen, 130)
    assert.isBelow(await countQueries(() => client.get('/models').loginAs(cast.viewer)), 12)
  })

  test('favourites are everybody’s own', async ({ client, assert }) => {
    await refresh()
    const { id } = await find('house/wan')
    const path = `/models/${id}/favourite`
    const star = await client.post(path).loginAs(cast.viewer).withCsrfToken().headers(partial)
    assert.include(star.text(), 'aria-pressed="true"')
    assert.equal(await statusOf(send(client, 'post', path).as(cast.viewer)), 302)

    const list = async (person: Cast[keyof Cast]) => {
      const page = await client.get('/models?favourite=1').loginAs(person)
      return names(page.text())
    }
    assert.deepEqual(await list(cast.viewer), ['Wan'])
    assert.deepEqual(await list(cast.editor), [])
    await send(client, 'delete', path).as(cast.viewer)
    assert.deepEqual(await list(cast.viewer), [])
  })

  test('what a provider writes about a model is shown as text', async ({ client, assert }) => {
    await refresh()
    const { id } = await find('house/flux')
    const page = await client.get(`/models/${id}`).loginAs(cast.viewer)

    page.assertTextIncludes('Fast &amp; good.')
    assert.notInclude(page.text(), '<script>alert')
    page.assertTextIncludes('Parameters not fetched yet')
  })

  test('the parameters are fetched, and what changed since is told', async ({ client, assert }) => {
    await refresh()
    const { id } = await find('house/flux')
    const fetch = () => send(client, 'put', `/models/${id}/description`)
    assert.equal(await fetch().statusFor(cast.viewer), 403)
    await fetch().as(cast.editor)
    const first = await client.get(`/models/${id}`).loginAs(cast.viewer)
    first.assertTextIncludes('whole number, to 50')
    assert.notInclude(first.text(), 'The parameters changed')

    world.schema = {
      properties: { steps: { type: 'integer', maximum: 30 }, cfg: { type: 'number' } },
    }
    await fetch().as(cast.editor)
    const second = await client.get(`/models/${id}`).loginAs(cast.viewer)
    second.assertTextIncludes('“Cfg” is new.')
    second.assertTextIncludes('“Steps” has the maximum 30 now.')
  })

  test('while the provider is away the former form stays', async ({ client, assert }) => {
    await refresh()
    const model = await describeModel(await find('house/flux'))
    world.fault = new ProviderError({ code: 'network', retry: 'later', providerMessage: 'No way' })
    await send(client, 'put', `/models/${model.id}/description`).as(cast.editor)

    await model.refresh()
    assert.lengthOf(model.parameters!, 1)
  })

  test('one nobody lists is entered by its name there', async ({ client, assert }) => {
    world.models.push({ ref: 'house/secret', name: 'Secret', modality: 'upscale' })
    const entry = { credentialId: String(credential.id), modality: 'upscale', ref: 'house/secret' }
    assert.equal(await send(client, 'post', '/models', entry).statusFor(cast.viewer), 403)
    await send(client, 'post', '/models', entry).as(cast.editor)

    const model = await find('house/secret')
    assert.include(model.serialize(), { custom: 1, name: 'house/secret', modality: 'upscale' })
    assert.lengthOf(model.parameters!, 1)
    await refresh()
    await model.refresh()
    assert.equal(model.name, 'house/secret')

    const form = await client.get('/models/create').loginAs(cast.editor)
    form.assertTextIncludes('As the server calls it.')
    await send(client, 'delete', `/models/${model.id}`).as(cast.editor)
    assert.isNull(await ProviderModel.find(model.id))
  })

  test('a name the provider does not know, or a listed one, is refused at the field', async ({
    client,
    assert,
  }) => {
    await refresh()
    const enter = async (ref: string) => {
      const entry = { credentialId: String(credential.id), modality: 'upscale', ref }
      const answer = await send(client, 'post', '/models', entry).as(cast.editor)
      const problems = answer.flashMessages().inputErrorsBag as unknown as { ref: string[] }
      return problems.ref[0]
    }

    assert.equal(await enter('house/none'), 'The provider knows no model of that name.')
    assert.equal(await enter('house/flux'), 'This is listed already, as “Flux”.')
    assert.equal(await enter(''), 'Write the name the provider knows the model by.')
    assert.lengthOf(await ProviderModel.all(), 3)
  })

  test('what a provider lists is nobody’s to change', async ({ client, assert }) => {
    await refresh()
    const { id } = await find('house/flux')
    assert.equal(await send(client, 'delete', `/models/${id}`).statusFor(cast.owner), 403)
    const edit = client.get(`/models/${id}/edit`).loginAs(cast.owner).headers(partial)
    assert.equal(await statusOf(edit), 403)
    assert.equal(await statusOf(client.get('/models/999').loginAs(cast.owner)), 404)
  })

  test('without any there is a way to get them', async ({ client, assert }) => {
    const page = await client.get('/models').loginAs(cast.editor)
    page.assertTextIncludes('No models yet')
    const asked = await send(client, 'post', '/models/refreshes').as(cast.editor)
    assert.match(asked.header('location')!, /^\/jobs\/\d+$/)
  })
})
