import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { createVisitor, logIn } from '#tests/helpers/visitor'

/** The whole program as people run it, in a data folder of its own and on a port of its own. */
const folder = join(process.cwd(), 'tmp/start-data')
const port = String(Number(process.env.PORT) === 65_535 ? 20_000 : Number(process.env.PORT) + 1)
const settings = {
  ...process.env,
  DATA_DIR: folder,
  PORT: port,
  HOST: '127.0.0.1',
  NODE_ENV: '',
  APP_KEY: 'x'.repeat(32),
}
const origin = `http://127.0.0.1:${port}`

function run(script: string[], env = {}) {
  const { status, stdout, stderr } = spawnSync('node', script, {
    env: { ...settings, ...env },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const server = ['--import', './bin/typescript.js', 'bin/server.ts']
const sqlite = (sql: string) => {
  const script = `const s=require('sqlite3');new s.Database(process.argv[1]).exec(process.argv[2])`
  return spawnSync('node', ['-e', script, join(folder, 'atelier.sqlite3'), sql])
}

async function start(env = {}) {
  const child = spawn('node', ['bin/start.js'], { env: { ...settings, ...env } })
  let output = ''
  child.stdout.on('data', (text) => (output += text))
  child.stderr.on('data', (text) => (output += text))
  while (!output.includes('Atelier is ready') && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { child, output: () => output }
}

async function stop(child: ChildProcess) {
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  return code
}

test.group('Starting', (group) => {
  group.each.timeout(60_000)
  group.each.setup(() => rmSync(folder, { recursive: true, force: true }))

  test('migrates, answers, lets people in, and stops at Ctrl+C', async ({ assert }) => {
    const { child, output } = await start()
    const visitor = createVisitor(origin)
    await visitor.get('/setup')
    const setup = await visitor.post('/setup', {
      fullName: 'Ada',
      email: 'ada@example.com',
      password: 'analytical engine',
    })
    const library = await visitor.get('/library')
    const stolen = visitor.cookies.get('atelier_session')!
    await visitor.post('/logout', {})
    visitor.cookies.set('atelier_session', stolen)
    const after = await visitor.get('/library')
    const again = await logIn(createVisitor(origin), 'ada@example.com', 'analytical engine')
    const code = await stop(child)

    assert.include(output(), `Atelier is ready: ${origin}`)
    assert.equal(setup.location, '/')
    assert.equal(library.status, 200)
    assert.equal(after.location, '/login')
    assert.equal(again.status, 302)
    assert.equal(code, 0)
    assert.isTrue(existsSync(join(folder, 'logs/atelier.log')))
    await assert.rejects(() => fetch(origin))
  })

  test('starts a killed web server again', async ({ assert }) => {
    const { child, output } = await start()
    const { stdout } = spawnSync('pgrep', ['-P', String(child.pid), '-f', 'bin/server.ts'], {
      encoding: 'utf8',
    })
    process.kill(Number(stdout), 'SIGKILL')
    let answers = false
    for (let waited = 0; waited < 200 && !answers; waited++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      answers = await fetch(origin, { redirect: 'manual' }).then(
        () => output().includes('SIGKILL'),
        () => false
      )
    }
    await stop(child)

    assert.isTrue(answers)
    assert.include(output(), 'The web server ended (SIGKILL); starting it again in 1 s.')
  })

  test('copies the database before it migrates, and opens the copy', async ({ assert }) => {
    run(['ace.js', 'core:migrate'])
    sqlite("DELETE FROM adonis_schema WHERE name LIKE '%create_sessions%'; DROP TABLE sessions;")

    const alone = run(server)
    const worker = run(['ace.js', 'queue:work'])
    for (let day = 1; day < 8; day++) {
      writeFileSync(join(folder, `backups/atelier-2026-01-0${day}-before-migration.sqlite3`), '')
    }
    const migrated = run(['ace.js', 'core:migrate'])

    assert.equal(alone.status, 78)
    assert.equal(worker.status, 78)
    assert.match(alone.output, /^The database is older than this version of Atelier/m)
    assert.equal(migrated.status, 0)
    assert.match(migrated.output, /The database was copied to/)
    const copies = readdirSync(join(folder, 'backups')).sort()
    assert.lengthOf(copies, 5)
    assert.include(copies[0], '2026-01-04')
  })

  test('puts a log aside that has grown', async ({ assert }) => {
    mkdirSync(join(folder, 'logs'), { recursive: true })
    writeFileSync(join(folder, 'logs/atelier.log'), Buffer.alloc(10 * 1024 * 1024 + 1))
    run(['ace.js', 'core:migrate'], { NODE_ENV: 'production' })

    assert.isAbove(statSync(join(folder, 'logs/atelier.log.1')).size, 10 * 1024 * 1024)
    assert.isBelow(statSync(join(folder, 'logs/atelier.log')).size, 1024)
  })

  test('refuses a database that a newer version wrote', async ({ assert }) => {
    run(['ace.js', 'core:migrate'])
    sqlite(
      "INSERT INTO adonis_schema (name, batch) VALUES ('database/migrations/9999_from_the_future', 9)"
    )

    for (const script of [server, ['bin/start.js']]) {
      const { status, output } = run(script)
      assert.equal(status, 78)
      assert.match(output, /newer version of Atelier.*9999_from_the_future/)
      assert.notInclude(output, '    at ')
    }
  })

  test('refuses a data folder that cannot be written', async ({ assert }) => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'a-file'), '')

    for (const script of [server, ['bin/start.js']]) {
      const { status, output } = run(script, { DATA_DIR: join(folder, 'a-file', 'data') })
      assert.equal(status, 78)
      assert.match(output, /The data folder .* cannot be written \(ENOTDIR\)/)
      assert.notInclude(output, '    at ')
    }
  })

  test('refuses a port in use, before it touches the database', async ({ assert }) => {
    const other = createServer().listen(Number(port), '127.0.0.1')
    await once(other, 'listening')

    const { status, output } = run(['bin/start.js'])
    other.close()

    assert.equal(status, 78)
    assert.include(output, `Port ${port} on 127.0.0.1 is already in use`)
    assert.notInclude(output, '    at ')
  })

  test('refuses settings it cannot read, by their names')
    .with([{ PORT: 'abc' }, { DB_CLIENT: 'oracle' }, { APP_URL: 'not an address' }])
    .run(async ({ assert }, setting) => {
      const { status, output } = run(server, setting)

      assert.equal(status, 78)
      assert.include(output, Object.keys(setting)[0])
      assert.notInclude(output, '    at ')
    })
})
