import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import encryption from '@adonisjs/core/services/encryption'
import {
  changeCredential,
  checkCredential,
  contextFor,
  removeCredential,
  rotateCredentials,
  storeCredential,
  usableCredentials,
} from '#studio/credentials'
import { ProviderError } from '#studio/providers/faults'
import { adapters } from '#studio/providers/registry'
import { sample } from '#studio/providers/sample'
import type { ProviderAdapter } from '#studio/providers/contract'
import { emptyTables } from '#tests/helpers/database'

const { signal } = new AbortController()
const secret = 'cloud-key-0123456789abcd'

/** Asked for a key and over https, as the real ones are. */
const cloud: ProviderAdapter = {
  ...sample,
  key: 'cloud',
  name: 'Cloud',
  environmentKey: 'TEST_CLOUD_KEY',
  siblings: ['https://files.cloud.example'],
  capabilities: {
    ...sample.capabilities,
    keyless: false,
    local: false,
    defaultBaseUrl: 'https://api.cloud.example',
  },
}

test.group('Credentials', (group) => {
  group.each.setup(emptyTables)
  group.each.setup(() => {
    adapters.push(cloud)
    delete process.env.TEST_CLOUD_KEY
    return () => {
      adapters.splice(adapters.indexOf(cloud), 1)
      delete process.env.TEST_CLOUD_KEY
    }
  })

  test('a key is kept so that only the program reads it', async ({ assert }) => {
    const credential = await storeCredential('cloud', { label: 'Mine', secret })

    const row = await db.from('provider_credentials').where('id', credential.id).firstOrFail()
    assert.notInclude(JSON.stringify(row), secret)
    assert.equal(row.last_four, 'abcd')
    assert.equal(row.state, 'unchecked')
    assert.equal(contextFor(credential, signal).secret, secret)
  })

  test('a ciphertext copied to another row opens nothing', async ({ assert }) => {
    const one = await storeCredential('cloud', { label: 'One', secret })
    const two = await storeCredential('cloud', { label: 'Two', secret: `${secret}-two` })

    await two.merge({ ciphertext: one.ciphertext }).save()

    assert.throws(() => contextFor(two, signal), ProviderError)
  })

  test('the same key is not taken twice', async ({ assert }) => {
    await storeCredential('cloud', { label: 'One', secret })

    const [refusal] = await refusalsOf(storeCredential('cloud', { label: 'Two', secret }))

    assert.equal(refusal.field, 'password')
    assert.include(refusal.message, '“One”')
  })

  test('an address is refused to which no key should go ({0})')
    .with([
      ['http://api.cloud.example', 'https'],
      ['ftp://api.cloud.example', 'https'],
      ['https://user:word@cloud.example', 'field for the key'],
      ['https://cloud.example/?key=1', 'without what follows'],
      ['cloud', 'such as'],
    ])
    .run(async ({ assert }, [baseUrl, words]) => {
      const [refusal] = await refusalsOf(
        storeCredential('cloud', { label: 'Mine', secret, baseUrl })
      )

      assert.equal(refusal.field, 'baseUrl')
      assert.include(refusal.message, words)
    })

  test('a machine in the house may be asked over http', async ({ assert }) => {
    const baseUrl = 'http://192.168.1.5:8188/'
    const credential = await storeCredential('cloud', { label: 'Mine', secret, baseUrl })

    assert.equal(credential.baseUrl, 'http://192.168.1.5:8188')
  })

  test('a key does not follow to another address', async ({ assert }) => {
    const credential = await storeCredential('cloud', { label: 'Mine', secret })

    const [refusal] = await refusalsOf(
      changeCredential(credential, { label: 'Mine', baseUrl: 'https://other.example' })
    )

    assert.equal(refusal.field, 'password')
    await credential.refresh()
    assert.equal(credential.baseUrl, 'https://api.cloud.example')
  })

  test('a key of the environment is a credential that keeps nothing', async ({ assert }) => {
    process.env.TEST_CLOUD_KEY = secret

    const [first, ...others] = await usableCredentials()
    const [again] = await usableCredentials()

    assert.lengthOf(others, 0)
    assert.equal(again.id, first.id)
    assert.isNull(first.ciphertext)
    assert.equal(contextFor(first, signal).secret, secret)
    delete process.env.TEST_CLOUD_KEY
    assert.lengthOf(await usableCredentials(), 0)
  })

  test('what was removed keeps no key', async ({ assert }) => {
    const credential = await storeCredential('cloud', { label: 'Mine', secret })

    await removeCredential(credential)

    assert.lengthOf(await usableCredentials(), 0)
    await credential.refresh()
    assert.isNull(credential.ciphertext)
  })

  test('rotation encrypts anew what can be read, and says what cannot', async ({ assert }) => {
    const good = await storeCredential('cloud', { label: 'Good', secret })
    const lost = await storeCredential('cloud', { label: 'Lost', secret: `${secret}-lost` })
    const foreign = encryption.use('credentials').encrypt(secret, undefined, 'something else')
    await lost.merge({ ciphertext: foreign }).save()
    const before = good.ciphertext

    assert.deepEqual(await rotateCredentials(), { rotated: 1, unreadable: 1 })

    await good.refresh()
    await lost.refresh()
    assert.notEqual(good.ciphertext, before)
    assert.equal(contextFor(good, signal).secret, secret)
    assert.equal(lost.state, 'unreadable')
  })

  test('the sample needs no key and is always well', async ({ assert }) => {
    const credential = await storeCredential('sample', { label: 'Sample pictures' })

    await checkCredential(credential, signal)

    assert.equal(credential.state, 'ready')
    assert.isNotNull(credential.checkedAt)
  })
})

async function refusalsOf(work: Promise<unknown>): Promise<{ field: string; message: string }[]> {
  const error = await work.then(
    () => null,
    (failure) => failure
  )
  return error?.messages ?? []
}
