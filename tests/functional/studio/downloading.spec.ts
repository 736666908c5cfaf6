import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { MockAgent } from 'undici'
import downloads from '#config/downloads'
import { stagingPath } from '#core/paths'
import { storeCredential } from '#studio/credentials'
import { downloadOutput, storeOutput } from '#studio/downloading'
import { fetchOutput } from '#studio/downloading/fetching'
import type ProviderCredential from '#studio/models/provider_credential'
import type { ProviderAdapter } from '#studio/providers/contract'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import { sample } from '#studio/providers/sample'
import { type Behaviour, failing, hugePicture, redirecting, tooMany } from '#tests/fakes/behaviours'
import { FakeServer } from '#tests/fakes/server'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'

const { signal } = new AbortController()
const red = { create: { width: 64, height: 64, channels: 3 as const, background: '#f00' } }

const cloud: ProviderAdapter = {
  ...sample,
  name: 'Cloud',
  outputHosts: ['files.cloud.example', '*.cdn.example'],
  authorization: () => ({ authorization: 'Bearer word' }),
  capabilities: {
    ...sample.capabilities,
    local: false,
    defaultBaseUrl: 'https://api.cloud.example',
  },
}

test.group('Fetching results from a machine in the house', (group) => {
  let fake: FakeServer
  let credential: ProviderCredential
  let picture: Buffer
  const fetchIt = (path = '/pictures/1') =>
    downloadOutput(
      { url: `${fake.url}${path}`, authorized: true },
      { adapter: sample, credential, signal }
    )

  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    picture = await sharp(red).png().toBuffer()
    fake = await new FakeServer(
      {
        'GET /pictures/:id': () => ({ headers: { 'content-type': 'text/plain' }, body: picture }),
        'GET /page': () => ({ headers: { 'content-type': 'image/png' }, body: '<!doctype html>' }),
        'GET /drawing': () => ({
          headers: { 'content-type': 'image/png' },
          body: '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        }),
        'GET /huge': () => ({ body: hugePicture(200_000) }),
        'GET /empty': () => ({ body: '' }),
      },
      /^POST/
    ).start()
    credential = await storeCredential('sample', { label: 'Here', baseUrl: fake.url })
    const { patience, mostBytes } = downloads
    Object.assign(downloads, { patience: 200 })
    return async () => {
      Object.assign(downloads, { patience, mostBytes })
      await fake.stop()
    }
  })

  test('a result is staged whole and known by its bytes, not by what is said of it', async ({
    assert,
  }) => {
    const stored = await fetchIt()

    assert.equal(stored.mime, 'image/png')
    assert.equal(stored.sha256, createHash('sha256').update(picture).digest('hex'))
    assert.deepEqual(await readFile(stored.path), picture)
  })

  test('what is no picture is refused ({$self})')
    .with(['/page', '/drawing', '/empty'])
    .run(async ({ assert }, path) => {
      const fault = await faultOf(fetchIt(path))

      assert.containSubset(fault, { code: 'output_invalid', retry: 'never' })
      assert.lengthOf(await readdir(stagingPath()), 0)
    })

  test('more than the largest size is not written', async ({ assert }) => {
    Object.assign(downloads, { mostBytes: { ...downloads.mostBytes, image: 100_000 } })

    const fault = await faultOf(fetchIt('/huge'))

    assert.containSubset(fault, { code: 'output_too_large', retry: 'never' })
    assert.lengthOf(await readdir(stagingPath()), 0)
  })

  test('what may pass is tried later, and leaves nothing ({0})')
    .with<[string, Behaviour, string][]>([
      ['reset', { is: 'reset', accepted: false }, 'network'],
      ['reset after headers', { is: 'reset_after_headers' }, 'network'],
      ['half body', { is: 'half_body' }, 'network'],
      ['stall', { is: 'stall', accepted: false }, 'network'],
      ['stall in body', { is: 'stall_in_body' }, 'network'],
      ['500', failing(), 'provider_internal'],
      ['429', tooMany('7'), 'provider_internal'],
    ])
    .run(async ({ assert }, [, behaviour, code]) => {
      fake.misbehave(/GET/, behaviour)

      const fault = await faultOf(fetchIt())

      assert.containSubset(fault, { code, retry: 'later' })
      assert.lengthOf(await readdir(stagingPath()), 0)
      const { mime } = await fetchIt()
      assert.equal(mime, 'image/png')
    })

  test('what is gone is not tried again ({$self})')
    .with([403, 404, 410])
    .run(async ({ assert }, status) => {
      fake.misbehave(/GET/, failing(status))

      assert.containSubset(await faultOf(fetchIt()), { code: 'output_expired', retry: 'never' })
    })

  test('it is asked at its own address only, and leads nowhere else', async ({ assert }) => {
    fake.misbehave(/GET/, redirecting('http://169.254.169.254/latest/meta-data'))
    const led = await faultOf(fetchIt())
    assert.equal(led.code, 'address_refused')

    const other = { url: 'http://127.0.0.1:9/pictures/1', authorized: true }
    const elsewhere = await faultOf(downloadOutput(other, { adapter: sample, credential, signal }))
    assert.equal(elsewhere.code, 'address_refused')
    assert.lengthOf(fake.requests, 1)
  })

  test('bytes that came with the answer are judged the same way', async ({ assert }) => {
    const { mime } = await storeOutput(Readable.from([picture]))
    assert.equal(mime, 'image/png')
    const fault = await faultOf(storeOutput(Readable.from([Buffer.from('<!doctype html>')])))
    assert.equal(fault.code, 'output_invalid')
  })
})

test.group('Fetching results from the open internet', () => {
  const own = 'https://api.cloud.example'
  const fetchWith = (agent: MockAgent, url: string) =>
    fetchOutput(url, {
      adapter: cloud,
      baseUrl: own,
      headers: cloud.authorization!({} as never),
      signal,
      agent,
    })

  function internet(answers: [string, number, string?][]) {
    const agent = new MockAgent()
    agent.disableNetConnect()
    const asked: { url: string; authorization?: string }[] = []
    for (const [url, status, location] of answers) {
      const { origin, pathname } = new URL(url)
      agent
        .get(origin)
        .intercept({ path: pathname })
        .reply(
          status,
          ({ headers }) => {
            const { authorization } = headers as Record<string, string>
            asked.push({ url, authorization })
            return 'picture'
          },
          { headers: location ? { location } : {} }
        )
    }
    return { agent, asked }
  }

  test('a key is shown to the provider alone', async ({ assert }) => {
    const { agent, asked } = internet([
      [`${own}/files/1`, 302, 'https://files.cloud.example/1'],
      ['https://files.cloud.example/1', 302, 'https://eu.cdn.example/1'],
      ['https://eu.cdn.example/1', 200],
    ])

    await fetchWith(agent, `${own}/files/1`)

    assert.deepEqual(
      asked.map(({ authorization }) => authorization),
      ['Bearer word', undefined, undefined]
    )
  })

  test('it leads nowhere but to where results are kept ({$self})')
    .with([
      'http://169.254.169.254/latest/meta-data',
      'http://files.cloud.example/1',
      'https://files.cloud.example:8443/1',
      'https://user:word@files.cloud.example/1',
      'https://elsewhere.example/1',
      'https://evilcdn.example/1',
      'https://cdn.example.evil.example/1',
      'https://127.0.0.1/1',
      'https://[::1]/1',
      'file:///etc/passwd',
    ])
    .run(async ({ assert }, location) => {
      const start = 'https://files.cloud.example/1'
      const { agent, asked } = internet([[start, 302, location]])

      const fault = await faultOf(fetchWith(agent, start))

      assert.containSubset(fault, { code: 'address_refused', retry: 'never' })
      assert.lengthOf(asked, 1)
    })

  test('it leads on three times at most', async ({ assert }) => {
    const page = (number: number) => `https://files.cloud.example/${number}`
    const hops = [1, 2, 3, 4, 5].map(
      (number) => [page(number), 302, page(number + 1)] as [string, number, string]
    )
    const { agent, asked } = internet(hops)

    const fault = await faultOf(fetchWith(agent, page(1)))
    assert.equal(fault.code, 'address_refused')
    assert.lengthOf(asked, 4)
  })
})

async function faultOf(asking: Promise<unknown>): Promise<ProviderFault> {
  const error = await asking.then(
    () => null,
    (failure) => failure
  )
  if (error instanceof ProviderError) return error.fault
  throw error ?? new Error('It did not fail')
}
