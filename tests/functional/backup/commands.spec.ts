import { spawnSync } from 'node:child_process'
import { rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from '@japa/runner'

/** The commands as an operator types them, in a data folder of its own. */
const folder = join(process.cwd(), 'tmp/backup-data')
const database = join(folder, 'atelier.sqlite3')
const port = Number(process.env.PORT) === 65_534 ? 20_001 : Number(process.env.PORT) + 2
const settings = { ...process.env, DATA_DIR: folder, PORT: String(port), NODE_ENV: '' }

function ace(...args: string[]) {
  const child = spawnSync('node', ['ace.js', ...args], { env: settings, encoding: 'utf8' })
  return { status: child.status, output: child.stdout + child.stderr }
}

const emails = () => JSON.parse(ace('accounts:list', '--json').output.match(/\[.*\]/)![0])

test.group('backup:create, backup:list, backup:verify and backup:restore', (group) => {
  group.each.timeout(90_000)
  group.each.setup(() => rmSync(folder, { recursive: true, force: true }))

  test('bring back what was there, also in place of a damaged database', async ({ assert }) => {
    ace('core:migrate')
    ace('accounts:create', '--email=ada@example.com', '--name=Ada', '--role=admin')
    const created = ace('backup:create')
    const [backup] = JSON.parse(ace('backup:list', '--json').output.match(/\[.*\]/)![0])
    ace('accounts:create', '--email=bob@example.com', '--name=Bob', '--role=viewer')

    const verified = ace('backup:verify', backup.name)
    const restored = ace('backup:restore', backup.name)
    assert.equal(created.status, 0, created.output)
    assert.include(verified.output, 'The copy is whole')
    assert.include(restored.output, 'before-restore')
    assert.lengthOf(emails(), 1)

    writeFileSync(database, 'x'.repeat(5_000))
    const repaired = ace('backup:restore', backup.name)
    assert.equal(repaired.status, 0, repaired.output)
    assert.lengthOf(emails(), 1)

    truncateSync(join(folder, 'backups', backup.name), 4_096 * 3)
    const damaged = ace('backup:restore', backup.name)
    assert.notEqual(damaged.status, 0)
    assert.include(damaged.output, 'nothing was changed')
    assert.lengthOf(emails(), 1)
  })

  test('restores nothing while the server runs, and nothing unknown', async ({ assert }) => {
    const server = createServer().listen(port, process.env.HOST)
    await once(server, 'listening')
    const running = ace('backup:restore', 'any.sqlite3')
    server.close()
    await once(server, 'close')

    const unknown = ace('backup:restore', '../atelier.sqlite3')

    assert.equal(running.status, 78)
    assert.include(running.output, 'already in use')
    assert.equal(unknown.status, 1)
    assert.include(unknown.output, 'There is no backup')
  })
})
