import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { png } from '#tests/helpers/files/index'

/** Runs the command as somebody at a terminal would, with no database and no configuration. */
async function inspect(...parameters: string[]) {
  const environment = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    DATA_DIR: '/nonexistent/data',
  }
  return promisify(execFile)(process.execPath, ['ace.js', 'library:inspect', ...parameters], {
    cwd: app.makePath(),
    env: environment,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error) => error as { code: number; stdout: string; stderr: string }
  )
}

test.group('Metadata | library:inspect', (group) => {
  let folder: string
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspect-'))
    await mkdir(join(folder, 'deeper'))
    await writeFile(
      join(folder, 'a.jpg'),
      png({
        width: 40,
        height: 30,
        text: {
          parameters:
            'a fox\nNegative prompt: bad\nSteps: 20, Sampler: Euler, Schedule type: Karras, CFG scale: 7, Seed: 18446744073709551615, Model hash: ff, Model: m',
        },
      })
    )
    await writeFile(join(folder, 'deeper', 'b.bin'), 'nothing known')
    return () => rm(folder, { recursive: true })
  })

  test('prints one object a file and walks folders', async ({ assert }) => {
    const { code, stdout } = await inspect(folder, '--json')
    assert.equal(code, 0)
    const [first, second, ...more] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(first, {
      path: join(folder, 'a.jpg'),
      kind: 'image',
      mime: 'image/png',
      width: 40,
      height: 30,
      generator: 'a1111',
      prompt: 'a fox',
      negative_prompt: 'bad',
      model: 'm',
      model_hash: 'ff',
      seed: '18446744073709551615',
      sampler: 'Euler',
      scheduler: 'Karras',
      steps: 20,
      cfg_scale: 7,
      captured_at: null,
      orientation: null,
      warnings: ['The name ends in .jpg, but the bytes are PNG.'],
    })
    assert.containSubset(second, {
      path: join(folder, 'deeper', 'b.bin'),
      kind: null,
      prompt: null,
    })
    assert.lengthOf(second.warnings, 1)
    assert.lengthOf(more, 0)
    assert.deepEqual(await readdir(folder), ['a.jpg', 'deeper'])
  }).timeout(30_000)

  test('is readable without --json', async ({ assert }) => {
    const { stdout } = await inspect(join(folder, 'a.jpg'))
    assert.match(stdout, /prompt\s+a fox/)
    assert.match(stdout, /! The name ends in \.jpg/)
  }).timeout(30_000)

  test('says which path does not exist and reads the others', async ({ assert }) => {
    const { code, stdout, stderr } = await inspect(
      join(folder, 'a.jpg'),
      join(folder, 'none.png'),
      '--json'
    )
    assert.equal(code, 1)
    assert.match(stdout + stderr, /There is no file or folder .*none\.png/)
    assert.include(stdout, '"kind":"image"')
  }).timeout(30_000)
})
