import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { Inspector, walk } from '#library/metadata/inspecting'

const shared = app.makePath('../shared')
const corpus = `${shared}/corpora/open`
const judge = `${shared}/tools/score_metadata.py`
const absent = `The corpora are not here (${shared}), so real files are not tried.`

test.group('Metadata | the corpora', () => {
  test('the judge finds at least 98 % of generation metadata and 99 % of formats right', async ({
    assert,
  }) => {
    const { stdout } = await promisify(execFile)('python3', [judge, corpus], {
      cwd: app.makePath(),
    })
    assert.match(stdout, /generation-metadata \d+\/\d+/)
  })
    .skip(!existsSync(judge), absent)
    .timeout(120_000)

  test('no hostile file crashes, hangs or stops the reader', async ({ assert }) => {
    const before = await readdir(`${corpus}/hostile`, { recursive: true })
    const inspector = new Inspector()
    for await (const path of walk([`${corpus}/hostile`])) {
      const { warnings } = await inspector.inspect(path)
      assert.notMatch(warnings.join(), /was stopped|crashed/, path)
    }
    inspector.close()
    assert.deepEqual(await readdir(`${corpus}/hostile`, { recursive: true }), before)
  })
    .skip(!existsSync(corpus), absent)
    .timeout(120_000)
})
