import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { createCast, type Cast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

const run = promisify(execFile)

/** Runs a line of a shell in which `search` is the command, over the library of the tests. */
function shell(line: string) {
  const search = `search() { "${process.execPath}" ace.js library:search "$@"; }`
  return run('bash', ['-c', `set -o pipefail; ${search}; ${line}`], { cwd: app.makePath() }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error) => error as { code: number; stdout: string; stderr: string }
  )
}

test.group('Search | library:search', (group) => {
  let cast: Cast
  group.each.timeout(20_000)
  group.setup(async () => {
    await emptyTables()
    cast = await createCast()
    for (const prompt of ['a red fox', 'a grey wolf', 'a fox den']) {
      await createAsset({ owner: cast.owner, prompt })
    }
  })

  test('prints what is found as one JSON object, and as a table', async ({ assert }) => {
    const json = await shell('search fox --json --limit=1')
    assert.equal(json.code, 0)
    assert.containsSubset(JSON.parse(json.stdout), {
      count: 2,
      capped: false,
      rows: [{ promptSnippet: 'a fox den' }],
    })
    const table = await shell('search wolf')
    assert.match(table.stdout, /picture-\d+\.png/)
    assert.match(table.stdout, /1 of 1/)
  })

  test('says what is wrong with a query or a person, and fails', async ({ assert }) => {
    const unclear = await shell('search "(fox"')
    assert.equal(unclear.code, 1)
    assert.match(unclear.stdout + unclear.stderr, /never closed.+column 1/)
    const nobody = await shell('search fox --user=nobody@example.org')
    assert.equal(nobody.code, 1)
    assert.match(nobody.stdout + nobody.stderr, /no user nobody@example\.org/)
  })

  test('ends quietly when nobody reads on', async ({ assert }) => {
    const { code, stderr } = await shell('search "" --json | true')
    assert.equal(code, 0)
    assert.equal(stderr, '')
  })
})
