import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { type AddressInfo, createServer, isIP, Socket } from 'node:net'
import { test } from '@japa/runner'
import { Dispatcher, MockAgent, request } from 'undici'
import { requireBaseUrl } from '#studio/credentials/base_url'
import { fetchOutput } from '#studio/downloading/fetching'
import { guardedAgent, NotPublic, publicAgent } from '#studio/providers/connecting'
import type { ProviderAdapter } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import { sample } from '#studio/providers/sample'

/** Spellings of this machine, of its neighbours, and of what no packet should be sent to. */
const hosts = [
  ...['127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '2130706433', '0x7f000001', '0x7f.1'],
  ...['0177.0.0.1', '017700000001', '0x7f.0x0.0x0.0x1', '127.0.0.1.', '①②⑦.⓪.⓪.①', '127。0。0。1'],
  ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', '0', '0.0.0.0', '0x0', '00.0.0.0'],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
  ...['[::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]'],
  ...['[2001:0:7f00:1::]', '[fd00::1]', '[fc00::1]', '[fe80::1]', '[fec0::1]', '[ff02::1]'],
  ...[
    '[2001:db8::1]',
    '[100::1]',
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0xa9.254.169.254',
  ],
  ...['[::ffff:169.254.169.254]', '[fd00:ec2::254]', '100.100.100.200', '192.0.0.192'],
  ...['10.0.0.1', '10.255.255.255', '167772161', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
  ...['192.168.1.254', '3232235521', '100.64.0.1', '198.18.0.1', '192.0.2.1', '198.51.100.1'],
  ...['203.0.113.1', '192.88.99.1', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  /** Names, each of which leads here. */
  ...['metadata.google.internal', 'rebound.example', 'files.cloud.example.evil.example'],
]

/** What is no plain https address of the open internet, before anything is looked up. */
const spellings = [
  'http://files.cloud.example/1',
  'https://files.cloud.example:8443/1',
  'https://files.cloud.example:22/1',
  'https://user:word@files.cloud.example/1',
  'https://files.cloud.example@127.0.0.1/1',
  'https://127.0.0.1#@files.cloud.example/1',
  'https://127.0.0.1?@files.cloud.example/1',
  'https://127.0.0.1\\@files.cloud.example/1',
  'https:127.0.0.1/1',
  'https:///127.0.0.1/1',
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  'gopher://127.0.0.1:6379/_INFO',
  'ftp://127.0.0.1/1',
  'dict://127.0.0.1:11211/stats',
  'ldap://127.0.0.1/1',
  'ws://127.0.0.1/1',
  'unix:///var/run/docker.sock',
  'jar:https://files.cloud.example/1!/',
  'data:text/plain,secret',
  'javascript:alert(1)',
  'blob:https://files.cloud.example/1',
  '//127.0.0.1/1',
  'https://',
  'https://[::1',
  '\u0000https://127.0.0.1/1',
]

/** A provider whose results may lie anywhere in the open. */
const cloud: ProviderAdapter = {
  ...sample,
  name: 'Cloud',
  outputHosts: undefined,
  capabilities: {
    ...sample.capabilities,
    local: false,
    defaultBaseUrl: 'https://api.cloud.example',
  },
}

const { signal } = new AbortController()
const start = 'https://files.cloud.example/start'

test.group('Addresses that are not of the open internet', (group) => {
  let port = 0
  let reached = 0
  const connected: string[] = []
  group.setup(async () => {
    const trap = createServer((socket) => {
      reached++
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    })
    trap.listen(0, '::')
    await once(trap, 'listening')
    port = (trap.address() as AddressInfo).port
    const stopWatching = watchConnections(connected)
    return () => {
      stopWatching()
      trap.close()
    }
  })
  group.each.setup(() => {
    reached = 0
    connected.length = 0
  })

  const urls = [...hosts.map((host) => `https://${host}/1`), ...spellings]
  const fetchIt = (url: string, agent: Dispatcher = guardedAgent(leadingHere)) =>
    fetchOutput(url, { adapter: cloud, baseUrl: 'https://api.cloud.example', signal, agent })

  test('the trap is there for whoever is not careful', async ({ assert }) => {
    const { statusCode } = await request(`http://127.1:${port}/`)

    assert.equal(statusCode, 200)
    assert.equal(reached, 1)
    assert.lengthOf(connected, 1)
  })

  test('are connected in no spelling', async ({ assert }) => {
    const wrong: string[] = []
    for (const host of hosts) {
      const dispatcher = /[a-z]\./i.test(host) ? guardedAgent(leadingHere) : publicAgent
      const error = await failureOf(request(`http://${host}:${port}/`, { dispatcher }))
      if (![error, error?.cause].some((each) => each instanceof NotPublic)) wrong.push(host)
    }

    assert.deepEqual(wrong, [])
    assert.deepEqual([reached, connected], [0, []])
  })

  test('give no result', async ({ assert }) => {
    const wrong: string[] = []
    for (const url of urls) if (!isRefusal(await failureOf(fetchIt(url)))) wrong.push(url)

    console.log(`    ${urls.length} addresses, ${connected.length} connected`)
    assert.deepEqual(wrong, [])
    assert.deepEqual([reached, connected], [0, []])
  })

  test('give none either where a result leads on to them', async ({ assert }) => {
    const wrong: string[] = []
    for (const url of urls) {
      const agent = leadingOnTo(url)
      const failure = await failureOf(fetchIt(start, agent))
      /** What is no address of its own is one of the place that said it. */
      const stays = URL.parse(url, start)?.host === 'files.cloud.example'
      if (!isRefusal(failure) && !stays) wrong.push(url)
    }

    assert.deepEqual(wrong, [])
    assert.deepEqual([reached, connected], [0, []])
  })

  test('are no place to send a key to, unless they are in the house and said plainly', ({
    assert,
  }) => {
    const taken = spellings.filter((url) => isTaken(url))
    const inTheClear = ['http://93.184.216.34', 'http://evil.example', 'http://8.8.8.8:80']

    assert.sameMembers(
      taken.map((url) => new URL(url).protocol),
      taken.map(() => 'https:')
    )
    assert.deepEqual(inTheClear.filter(isTaken), [])
    assert.isTrue(isTaken('http://192.168.1.5:8188'))
    assert.lengthOf(connected, 0)
  })

  test('are known by any address of a name, whatever it was before ({0})')
    .with([
      ['one of two', ['93.184.216.34', '127.0.0.1']],
      ['in the other family', ['93.184.216.34', '::1']],
      ['mapped', ['::ffff:10.0.0.1']],
    ] as [string, string[]][])
    .run(async ({ assert }, [, addresses]) => {
      const answers = addresses.map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }))
      const dispatcher = guardedAgent(resolving(answers))

      const error = await failureOf(request(`http://rebound.example:${port}/`, { dispatcher }))

      assert.instanceOf(error?.cause, NotPublic)
      assert.equal(reached, 0)
    })
})

const leadingHere = resolving([{ address: '127.0.0.1', family: 4 }])

function resolving(answers: LookupAddress[]) {
  const resolve = (_host: string, _options: object, callback: (...answer: unknown[]) => void) =>
    callback(null, answers)
  return resolve as unknown as Parameters<typeof guardedAgent>[0]
}

/** The start leads on to this address; where everything else leads, is looked up. */
function leadingOnTo(location: string) {
  const known = new MockAgent()
  known.disableNetConnect()
  const { origin, pathname } = new URL(start)
  known.get(origin).intercept({ path: pathname }).reply(302, '', { headers: { location } })
  const elsewhere = guardedAgent(leadingHere)
  const agent = new Dispatcher()
  agent.dispatch = (options, handler) =>
    (options.path === pathname ? known : elsewhere).dispatch(options as never, handler)
  return agent
}

/** Every address a socket of this process is told to connect to; a name first goes through a lookup, which may refuse it. */
function watchConnections(seen: string[]) {
  const { connect } = Socket.prototype
  Socket.prototype.connect = function (this: Socket, ...args: any[]) {
    const [target] = [args[0]].flat()
    if (isIP(target.host) || !target.lookup) seen.push(`${target.host}:${target.port}`)
    return Reflect.apply(connect, this, args)
  } as typeof connect
  return () => void (Socket.prototype.connect = connect)
}

async function failureOf(asking: Promise<unknown>) {
  return asking.then(
    () => null,
    (failure) => failure
  )
}

const isRefusal = (error: unknown) =>
  error instanceof ProviderError && error.fault.code === 'address_refused'

function isTaken(url: string) {
  try {
    return !!requireBaseUrl(url, cloud)
  } catch {
    return false
  }
}
