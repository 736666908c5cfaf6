import fs from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import app from '@adonisjs/core/services/app'
import { findBackup } from '#backup/backups'
import ImportUploadsJob from '#library/jobs/import_uploads_job'
import JobRun from '#queue/models/job_run'
import { keyOf } from '#tests/helpers/api'
import { assetWithFile } from '#tests/helpers/duplicates'
import { createSetting, pageRoutes, type Setting } from '#tests/helpers/routes/page_cells'
import { png } from '#tests/helpers/files/index'
import { performNow } from '#tests/helpers/runs'

const secret = 'what lies outside is not for reading'
const some = (payloads: string[]) =>
  payloads.filter((_each, at) => process.env.DEEP || at % 20 === 6)

/** Sixty ways to name a file that lies outside, or one that is none. */
function payloadsFor(outside: string) {
  const up = '../'.repeat(12)
  const bare = outside.slice(1)
  const encoded = encodeURIComponent(outside)
  return [
    outside,
    `/${outside}`,
    `//${outside}`,
    `file://${outside}`,
    `file:${outside}`,
    `file://localhost${outside}`,
    `${up}${bare}`,
    `./${up}${bare}`,
    `a/${up}../${bare}`,
    `/${up}${bare}`,
    up.replaceAll('/', '\\') + bare.replaceAll('/', '\\'),
    `....//`.repeat(12) + bare,
    `..././`.repeat(12) + bare,
    `..;/`.repeat(12) + bare,
    `%2e%2e%2f`.repeat(12) + bare,
    `%2e%2e/`.repeat(12) + bare,
    `..%2f`.repeat(12) + bare,
    `..%5c`.repeat(12) + bare,
    `%252e%252e%252f`.repeat(12) + bare,
    `%c0%ae%c0%ae%c0%af`.repeat(12) + bare,
    `%e0%80%ae%e0%80%ae/`.repeat(12) + bare,
    `\u2025/`.repeat(12) + bare,
    `．．／`.repeat(12) + bare,
    `..\u2215`.repeat(12) + bare,
    `${outside}\u0000`,
    `${outside}\u0000.png`,
    `${up}${bare}\u0000.png`,
    `${outside}%00.png`,
    `${encoded}%2500`,
    encoded,
    encodeURIComponent(encoded),
    `${outside}/`,
    `${outside}/.`,
    `${outside}::$DATA`,
    `C:${outside}`,
    `C:\\..\\..${outside}`,
    `\\\\localhost\\c$${outside}`,
    `\\\\?\\C:${outside}`,
    `//server/share${outside}`,
    `~/../..${outside}`,
    `~root${outside}`,
    `$HOME/../..${outside}`,
    `\${HOME}${outside}`,
    `$(cat ${outside})`,
    `\`cat ${outside}\``,
    `|cat ${outside}`,
    `;cat ${outside};`,
    `${outside}\n`,
    ` ${outside}`,
    `${outside} `,
    `\t${outside}`,
    `"${outside}"`,
    `{${outside},a}`,
    `/proc/self/root${outside}`,
    `/proc/self/environ`,
    `/proc/self/fd/0`,
    `/dev/stdin`,
    `/etc/passwd`,
    `${up}etc/passwd`,
    'php://filter/resource=/etc/passwd',
    `zip://${outside}#a`,
  ]
}

test.group('Names of files that lie outside', (group) => {
  let setting: Setting
  let outside: string
  let payloads: string[]
  let opened: string[]
  group.each.timeout(600_000)
  group.each.setup(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outside-'))
    outside = join(folder, 'secret.png')
    await writeFile(outside, secret)
    payloads = some(payloadsFor(outside))
    const stopWatching = watchOpens((opened = []))
    return async () => {
      stopWatching()
      await rm(folder, { recursive: true })
    }
  })

  const report = (inputs: number) =>
    console.log(`    ${payloads.length} names × ${inputs} inputs, ${opened.length} opened outside`)

  test('open nothing in an address', async ({ client, assert }) => {
    setting = await createSetting(client)
    const wrong: string[] = []
    const places = pageRoutes().filter(({ pattern, row }) => /:\w/.test(pattern) && !row.endless)
    for (const { pattern, method, name } of places) {
      for (const payload of payloads) {
        const path = pattern.replace(/:\w+/g, encodeURIComponent(payload))
        const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
        const request = client[verb](path).redirects(0).loginAs(setting.cast.owner)
        request.withSession({ confirmed_at: Date.now() })
        if (method !== 'GET') request.withCsrfToken()
        const response = await request
        if (response.status() >= 500 || response.text()?.includes(secret))
          wrong.push(`${name}: ${payload}`)
      }
    }

    report(places.length)
    assert.deepEqual(wrong, [])
    assert.deepEqual(opened, [])
  })

  test('open nothing in a question, to pages and to programs', async ({ client, assert }) => {
    setting = await createSetting(client)
    const key = await keyOf(setting.cast.owner, 'read')
    const questions = [
      '/library?q=',
      '/library?q=folder:',
      '/wildcards/named?name=',
      '/trash?search=',
    ]
    const wrong: string[] = []
    for (const payload of payloads) {
      const asked = encodeURIComponent(payload)
      for (const question of questions) {
        const response = await client.get(question + asked).loginAs(setting.cast.owner)
        if (response.status() >= 500 || response.text()?.includes(secret))
          wrong.push(question + payload)
      }
      const told = await client
        .get(`/api/images/duplicates?directory=${asked}`)
        .header('Authorization', `Bearer ${key}`)
      if (told.status() >= 500 && told.status() !== 503) wrong.push(`directory: ${payload}`)
    }

    report(questions.length + 1)
    assert.deepEqual(wrong, [])
    assert.deepEqual(opened, [])
  })

  test('open nothing as the name of an upload, of its folder or of a line before it', async ({
    client,
    assert,
  }) => {
    setting = await createSetting(client)
    for (const [at, payload] of payloads.entries()) {
      const bytes = png({ text: { at: String(at) } })
      const plain = payload.replaceAll(control, '_')
      await upload(client, bytes, { filename: plain })
      await upload(client, Buffer.concat([bytes, Buffer.from('\n')]), { filepath: plain } as any)
    }

    report(2)
    assert.deepEqual(opened, [])
  })

  test('open nothing where a row of the library says so', async ({ client, assert }) => {
    setting = await createSetting(client)
    const wrong: string[] = []
    for (const [at, payload] of payloads.entries()) {
      const asset = await assetWithFile(`bytes ${at}`, { owner: setting.cast.owner })
      await asset.merge({ path: payload }).save()
      const response = await client.get(`/library/${asset.id}/original`).loginAs(setting.cast.owner)
      if (response.status() < 400 || response.text()?.includes(secret)) wrong.push(payload)
    }

    report(1)
    assert.deepEqual(wrong, [])
    assert.deepEqual(opened, [])
  })

  test('open nothing as the name of a backup', async ({ assert }) => {
    const wrong: string[] = []
    for (const payload of payloads) {
      const found = await findBackup(payload).then(
        (backup) => backup !== null,
        () => false
      )
      if (found) wrong.push(payload)
    }

    report(1)
    assert.deepEqual(wrong, [])
    assert.deepEqual(opened, [])
  })

  test('open nothing beside the files that are everybody’s', async ({ assert }) => {
    const answers = await Promise.all(
      payloads.flatMap((payload) => {
        const plain = payload.replaceAll(control, '').replaceAll(/[^!-~]/g, '')
        return [`/${plain}`, `/assets/${plain}`, `/icon.svg/${plain}`].map(answerTo)
      })
    )
    const own = await Promise.all(
      ['/.env', '/assets/../../.env', '/%2e%2e/package.json'].map(answerTo)
    )

    report(3)
    for (const answer of [...answers, ...own]) {
      assert.notInclude(answer, secret)
      assert.notMatch(answer, /^HTTP\/1\.1 (200|5)/)
    }
    assert.deepEqual(opened, [])
  })

  async function upload(client: ApiClient, bytes: Buffer, name: { filename?: string }) {
    const response = await client
      .post('/import')
      .file('files', bytes, name)
      .loginAs(setting.cast.editor)
      .withCsrfToken()
      .redirects(0)
    if (response.status() !== 302) return
    const run = await JobRun.query().orderBy('id', 'desc').firstOrFail()
    if (run.state === 'queued') await performNow(run, new ImportUploadsJob())
  }
})

/** What no header holds. */
const control = /\p{Cc}/gu

/** Asks for a path as it is, which a browser would tidy up first. */
async function answerTo(path: string) {
  const socket = connect(Number(process.env.PORT), process.env.HOST)
  socket.setTimeout(2_000, () => socket.destroy())
  socket.end(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)
  return text(socket).catch(() => '')
}

/** What reads, lists, writes or moves, by the paths it is given first. */
const opening = [
  ...['open', 'readFile', 'writeFile', 'appendFile', 'readdir', 'opendir', 'copyFile', 'rename'],
  ...['link', 'symlink', 'unlink', 'rm', 'mkdir', 'truncate', 'cp', 'createReadStream'],
  ...['createWriteStream', 'openSync', 'readFileSync', 'readdirSync', 'writeFileSync'],
]

/** How much memory the decoder has taken. */
const isOfDecoder = (path: string) => /^\/proc\/\d+\/statm$/.test(path)

/** Everything this process opens that lies neither in the program nor in its data. */
function watchOpens(seen: string[]) {
  const roots = [app.makePath(), '/proc/self/', '/proc/mounts', '/proc/meminfo']
  const restored: (() => void)[] = []
  for (const target of [fs, fs.promises] as Record<string, any>[]) {
    for (const name of opening.filter((each) => typeof target[each] === 'function')) {
      const original = target[name]
      target[name] = function (this: unknown, ...args: unknown[]) {
        const [path] = args
        const isPath = typeof path === 'string' || Buffer.isBuffer(path)
        const absolute = isPath ? resolve(String(path)) : app.makePath()
        if (!roots.some((root) => absolute.startsWith(root)) && !isOfDecoder(absolute))
          seen.push(`${name} ${absolute}`)
        return original.apply(this, args)
      }
      restored.push(() => (target[name] = original))
    }
  }
  syncBuiltinESMExports()
  return () => {
    for (const restore of restored) restore()
    syncBuiltinESMExports()
  }
}
