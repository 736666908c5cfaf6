import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { storeCredential } from '#studio/credentials'
import { noteAnswer } from '#studio/limits'
import ProviderCredential from '#studio/models/provider_credential'
import { FakeReplicate } from '#tests/fakes/replicate'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { countQueries, partial } from '#tests/helpers/http'

const secret = 'r8_replicate0123456789'
const confirmed = { confirmed_at: Date.now() }

test.group('Providers page', (group) => {
  let cast: Cast
  let replicate: FakeReplicate
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
    replicate = await new FakeReplicate(secret).start()
    return () => replicate.stop()
  })
  const atFake = (more = {}) => ({
    provider: 'replicate',
    label: 'Mine',
    password: secret,
    baseUrl: replicate.url,
    ...more,
  })

  test('an account is added, checked and says so', async ({ client, assert }) => {
    const added = await client
      .post('/providers')
      .loginAs(cast.owner)
      .withSession(confirmed)
      .withCsrfToken()
      .form(atFake())
      .redirects(0)
    added.assertHeader('location', '/providers')

    const credential = await ProviderCredential.findByOrFail('label', 'Mine')
    const checked = await client
      .post(`/providers/${credential.id}/checks`)
      .loginAs(cast.owner)
      .withSession(confirmed)
      .withCsrfToken()
      .headers(partial)

    checked.assertTextIncludes('Ready')
    const page = await client.get('/providers').loginAs(cast.owner).withSession(confirmed)
    page.assertTextIncludes('Mine')
    page.assertTextIncludes('…6789')
    assert.notInclude(page.text(), secret)
    const audited = await db.from('audit_events').where('event', 'credential.stored')
    assert.lengthOf(audited, 1)
    assert.notInclude(JSON.stringify(audited), secret)
  })

  test('a key that is wrong is told where it stands, and is not shown again', async ({
    client,
    assert,
  }) => {
    const form = atFake({ password: `${secret}-wrong` })
    const added = await client
      .post('/providers')
      .loginAs(cast.owner)
      .withSession(confirmed)
      .withCsrfToken()
      .form(form)
    const [credential] = await ProviderCredential.all()

    const checked = await client
      .post(`/providers/${credential.id}/checks`)
      .loginAs(cast.owner)
      .withSession(confirmed)
      .withCsrfToken()

    checked.assertTextIncludes('The key was refused')
    assert.notInclude(added.text() + checked.text(), '-wrong')
  })

  test('what is filled in wrongly is told at its field, and the key is not kept in the session', async ({
    client,
    assert,
  }) => {
    const page = await client
      .post('/providers')
      .header('referer', '/providers/create?provider=replicate')
      .loginAs(cast.owner)
      .withSession(confirmed)
      .withCsrfToken()
      .form(atFake({ baseUrl: 'http://replicate.example' }))

    page.assertTextIncludes('over https:// only')
    page.assertTextIncludes('http://replicate.example')
    assert.notInclude(page.text(), secret)
    const sessions = await db.from('sessions')
    assert.notInclude(JSON.stringify(sessions), secret)
    assert.lengthOf(await ProviderCredential.all(), 0)
  })

  test('limits are changed, and the key stays where none is entered', async ({
    client,
    assert,
  }) => {
    const credential = await storeCredential('replicate', { label: 'Mine', secret })

    await client
      .put(`/providers/${credential.id}`)
      .loginAs(cast.owner)
      .withSession(confirmed)
      .withCsrfToken()
      .form({ label: 'Ours', baseUrl: credential.baseUrl, maxInFlight: '9', password: '' })

    const { ciphertext } = credential
    await credential.refresh()
    assert.containSubset(credential.serialize(), { label: 'Ours', maxInFlight: 9 })
    assert.equal(credential.ciphertext, ciphertext)
  })

  test('a server that is away is offline, and does not hold the page', async ({ client }) => {
    const credential = await storeCredential('replicate', {
      label: 'Mine',
      secret,
      baseUrl: replicate.url,
    })
    await replicate.stop()

    const checked = await client
      .post(`/providers/${credential.id}/checks`)
      .loginAs(cast.owner)
      .withSession(confirmed)
      .withCsrfToken()

    checked.assertTextIncludes('Offline')
    checked.assertTextIncludes('everything else works')
  })

  test('a pause and a lack of credit are told in words', async ({ client }) => {
    const pausing = await storeCredential('sample', { label: 'Pausing one' })
    const broke = await storeCredential('replicate', { label: 'Broke', secret })
    const fault = { code: 'rate_limited', retry: 'later', retryAfterMs: 60_000 } as const
    await noteAnswer(pausing, fault, Date.now())
    await noteAnswer(broke, { code: 'insufficient_funds', retry: 'never' }, Date.now())

    const page = await client.get('/providers').loginAs(cast.owner).withSession(confirmed)

    page.assertTextIncludes('orders go on in')
    page.assertTextIncludes('No credit is left')
  })

  test('a removed one is gone with its key', async ({ client, assert }) => {
    const credential = await storeCredential('replicate', { label: 'Mine', secret })

    await client
      .delete(`/providers/${credential.id}`)
      .loginAs(cast.owner)
      .withSession(confirmed)
      .withCsrfToken()
      .form({})

    await credential.refresh()
    assert.isNull(credential.ciphertext)
    const page = await client.get('/providers').loginAs(cast.owner).withSession(confirmed)
    page.assertTextIncludes('No account yet')
    const again = await client
      .get(`/providers/${credential.id}/edit`)
      .loginAs(cast.owner)
      .withSession(confirmed)
    again.assertStatus(404)
  })

  test('a key of the environment is shown and not changed here', async ({ client, assert }) => {
    process.env.FAL_KEY = 'fal-key-0123456789'
    try {
      const page = await client.get('/providers').loginAs(cast.owner).withSession(confirmed)
      page.assertTextIncludes('key from FAL_KEY')
      const [credential] = await ProviderCredential.all()
      const edit = await client
        .get(`/providers/${credential.id}/edit`)
        .loginAs(cast.owner)
        .withSession(confirmed)
      assert.notInclude(edit.text(), 'name="password"')
      assert.notInclude(page.text() + edit.text(), 'fal-key-0123456789')
    } finally {
      delete process.env.FAL_KEY
    }
  })

  test('every provider has a form', async ({ client, assert }) => {
    const page = await client.get('/providers/create').loginAs(cast.owner).withSession(confirmed)
    const links = [...page.text().matchAll(/create\?provider=(\w+)/g)].map(([, key]) => key)

    assert.includeMembers(links, [
      'sample',
      'fal',
      'replicate',
      'civitai',
      'comfyui',
      'a1111',
      'openai',
    ])
    for (const key of links) {
      const form = await client
        .get(`/providers/create?provider=${key}`)
        .loginAs(cast.owner)
        .withSession(confirmed)
      form.assertStatus(200)
      form.assertTextIncludes('name="label"')
    }
  })

  test('ten more accounts ask nothing more of the database', async ({ client, assert }) => {
    const ask = () => client.get('/providers').loginAs(cast.owner).withSession(confirmed)
    await storeCredential('sample', { label: 'One' })
    const few = await countQueries(ask)
    for (let each = 0; each < 10; each++) await storeCredential('sample', { label: `S ${each}` })

    assert.equal(await countQueries(ask), few)
  })
})
