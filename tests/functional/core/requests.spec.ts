import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createSetting, pageRoutes } from '#tests/helpers/routes/page_cells'
import { readingCells } from '#tests/helpers/routes/state_cells'
import { unexpected } from '#tests/helpers/routes/cells'
import { createVisitor, logIn } from '#tests/helpers/visitor'

const { HOST, PORT } = process.env
const origin = `http://${HOST}:${PORT}`

/** Where a browser would end up outside. */
const elsewhere = [
  ...[
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%09/evil.example',
  ],
  ...['https://evil.example', 'https:evil.example', 'javascript:alert(1)', 'data:text/html,x'],
  ...[
    '/\t/evil.example',
    ' //evil.example',
    '/%5cevil.example',
    '@evil.example',
    '/.//evil.example/..',
  ],
]

/** What would end a text in SQL, or in the search language that becomes SQL. */
const statements = [
  `' OR 1=1; DROP TABLE assets; --`,
  `"\") UNION SELECT id, password FROM users --`,
  `1) OR (SELECT 1 FROM users WHERE password LIKE '%')--`,
  `\u0000'||(SELECT hash FROM api_keys)||'`,
]

/** Every word that some page asks for. */
const asked = [
  ...['q', 'search', 'after', 'before', 'text', 'names', 'parent', 'into', 'name', 'sort', 'view'],
  ...['state', 'show', 'project', 'left', 'right', 'page', 'about', 'person', 'event', 'version'],
]

test.group('Requests', (group) => {
  group.each.setup(emptyTables)

  test('change nothing when they only read', async ({ client, assert }) => {
    const setting = await createSetting(client)

    assert.deepEqual(await unexpected(readingCells(setting)), [])
  }).timeout(120_000)

  test('lead to no other site, whatever page they say they come from', async ({ assert }) => {
    const { owner } = await createCast()
    const wrong: string[] = []
    for (const wanted of elsewhere) {
      const visitor = createVisitor()
      const shown = await visitor.get(`/library?q=${encodeURIComponent(wanted)}`, {
        'Referer': wanted,
        'HX-Current-URL': wanted,
      })
      await logIn(visitor, owner.email, castPassword, { Referer: wanted })
      const appearance = await visitor.post('/appearance', { theme: 'dark' }, { Referer: wanted })
      for (const location of [shown.location, appearance.location]) {
        const target = new URL(location ?? '/', origin)
        if (target.origin !== origin) wrong.push(`${wanted}: ${location}`)
      }
    }

    assert.deepEqual(wrong, [])
  })

  test('carry no line of their own into an answer', async ({ assert }) => {
    const { owner } = await createCast()
    const visitor = createVisitor()
    await logIn(visitor, owner.email, castPassword)
    const broken = '%0d%0aSet-Cookie:%20injected=1%0d%0a%0d%0a<b>'
    const wrong: string[] = []
    const paths = pageRoutes()
      .filter(({ method, row }) => method === 'GET' && !row.endless)
      .map(({ pattern }) => pattern.replace(/:\w+/g, broken))
    for (const path of [...paths, `/library?q=${broken}`, `/login?next=${broken}`, `/${broken}`]) {
      const { headers } = await visitor.get(path)
      if (headers.getSetCookie().some((line) => line.startsWith('injected'))) wrong.push(path)
    }

    assert.deepEqual(wrong, [])
  })

  test('carry no statement of their own to the database', async ({ client, assert }) => {
    const setting = await createSetting(client)
    const world = await setting.worlds.of('seen', false)
    const visitor = createVisitor()
    await logIn(visitor, setting.cast.owner.email, castPassword)
    const before = await db.from('assets').orderBy('id')
    const wrong: string[] = []
    const looking = pageRoutes().filter((route) => route.method === 'GET' && !route.row.endless)
    for (const { pattern, row } of looking) {
      const params: Record<string, unknown> = { ...world.params, id: row.of && world.ids[row.of] }
      const path = pattern.replace(/:(\w+)/g, (_all, name) => String(params[name]))
      for (const statement of process.env.DEEP ? statements : statements.slice(0, 1)) {
        const query = new URLSearchParams(asked.map((name): [string, string] => [name, statement]))
        const [inPath, inQuery] = [
          await visitor.statusOf(pattern.replace(/:\w+/g, encodeURIComponent(statement))),
          await visitor.statusOf(`${path}?${query}`),
        ]
        if (inPath >= 500 || inQuery >= 500) wrong.push(`${pattern}: ${statement}`)
      }
    }

    assert.deepEqual(wrong, [])
    assert.deepEqual(await db.from('assets').orderBy('id'), before)
  }).timeout(120_000)

  test('of methods nobody offers are refused', async ({ assert }) => {
    const { owner } = await createCast()
    const visitor = createVisitor()
    await logIn(visitor, owner.email, castPassword)
    const before = await db.from('assets').count('* as count')
    const answers: Record<string, number> = {}
    for (const method of ['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'DEBUG', 'OPTIONS', 'PATCH']) {
      const raw = await sent(`${method} /library HTTP/1.1\r\nHost: ${HOST}\r\nX-Told: back\r\n\r\n`)
      answers[method] = Number(raw.match(/^HTTP\/1\.1 (\d+)/)?.[1] ?? 0)
      assert.notInclude(raw, 'X-Told')
    }

    for (const [method, status] of Object.entries(answers))
      assert.isTrue(status === 0 || status >= 400, `${method}: ${status}`)
    assert.deepEqual(await db.from('assets').count('* as count'), before)
  })

  test('that two servers could read in two ways are refused', async ({ assert }) => {
    const two = `POST /login HTTP/1.1\r\nHost: ${HOST}\r\n`
    const ambiguous = [
      `${two}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
      `${two}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
      `${two}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
      `${two}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
      `GET /login HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
      `GET /login HTTP/1.1\r\nHost: ${HOST}\r\nX: a\nb\r\n\r\n`,
    ]
    for (const request of ambiguous) assert.match(await sent(request), /^(HTTP\/1\.1 4\d\d|$)/)
  })

  test('are answered with cookies that scripts cannot read and other sites cannot send', async ({
    assert,
  }) => {
    const { owner } = await createCast()
    const visitor = createVisitor()
    const pages = [await visitor.get('/login'), await logIn(visitor, owner.email, castPassword)]
    pages.push(await visitor.post('/appearance', { theme: 'dark' }))
    pages.push(await visitor.get('/library?view=list&size=large'))

    const cookies = pages.flatMap(({ headers }) => headers.getSetCookie())

    assert.isAbove(cookies.length, 2)
    for (const cookie of cookies) assert.match(cookie, /Path=\/;.*SameSite=(Lax|Strict)/i, cookie)
    /** The theme is a choice of this browser, which the page's script writes, too. */
    const kept = cookies.filter((cookie) => !cookie.startsWith('theme='))
    for (const cookie of kept) assert.match(cookie, /HttpOnly/i, cookie)
  })

  test('of people unknown take as long as those with a wrong password', async ({ assert }) => {
    const { viewer } = await createCast()
    const known = await timed(viewer.email)
    const unknown = await timed('nobody@example.com')

    assert.isBelow(Math.abs(known - unknown), Math.max(known, unknown) * 0.6 + 5)
  })
})

/** Milliseconds that half of nine wrong passwords take at most; each under an address of its own, or they would be refused. */
async function timed(email: string) {
  const times: number[] = []
  for (let attempt = 0; attempt < 9; attempt++) {
    const visitor = createVisitor()
    await visitor.get('/login')
    const began = performance.now()
    await visitor.post(
      '/login',
      { email, password: 'not the password' },
      { 'X-Forwarded-For': `203.0.113.${attempt}` }
    )
    times.push(performance.now() - began)
  }
  return times.sort((one, other) => one - other)[4]
}

/** What the server says to bytes as they are. */
async function sent(request: string) {
  const socket = connect(Number(PORT), HOST)
  socket.setTimeout(2_000, () => socket.destroy())
  socket.end(request)
  return text(socket).catch(() => '')
}
