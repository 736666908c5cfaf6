import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { storeCredential } from '#studio/credentials'
import { FakeReplicate } from '#tests/fakes/replicate'
import { emptyTables } from '#tests/helpers/database'

const run = promisify(execFile)
const [before, after] = [process.env.CREDENTIALS_KEY!, 'another-key-0123456789abcdefghij']

/** A program of its own each time, as after a restart with other settings. */
async function ace(command: string[], env: Record<string, string> = {}) {
  const options = { env: { ...process.env, ...env } }
  const ended = await run('node', ['ace.js', ...command], options).catch((error) => error)
  return { code: ended.code ?? 0, text: `${ended.stdout}${ended.stderr}`, stdout: ended.stdout }
}

test.group('Commands for accounts', (group) => {
  let fake: FakeReplicate
  group.each.timeout(90_000)
  group.each.setup(async () => {
    await emptyTables()
    fake = await new FakeReplicate().start()
    await storeCredential('replicate', { label: 'Mine', secret: fake.key, baseUrl: fake.url })
    return () => fake.stop()
  })

  const check = async (env: Record<string, string> = {}) => {
    const { code, text, stdout } = await ace(['studio:providers', '--check', '--json'], env)
    const line = String(stdout)
      .split('\n')
      .find((each) => each.startsWith('{'))!
    return { code, text, accounts: JSON.parse(line).accounts }
  }

  test('accounts are listed and checked, and no key is printed', async ({ assert }) => {
    await storeCredential('replicate', {
      label: 'Wrong',
      secret: 'r8_wrong0123456789',
      baseUrl: fake.url,
    })

    const { code, text, accounts } = await check()

    assert.equal(code, 1)
    assert.deepEqual(
      accounts.map(({ label, state }: { label: string; state: string }) => [label, state]),
      [
        ['Mine', 'ready'],
        ['Wrong', 'refused'],
      ]
    )
    assert.notInclude(text, fake.key)
    assert.notInclude(text, 'r8_wrong0123456789')
  })

  test('all keys are encrypted with a new one, and the one of before opens none', async ({
    assert,
  }) => {
    const both = { CREDENTIALS_KEY: after, CREDENTIALS_KEY_PREVIOUS: before }

    const { code, text } = await ace(['credentials:rotate'], both)
    const withNew = await check({ CREDENTIALS_KEY: after })
    const withOld = await check({ CREDENTIALS_KEY: before })

    assert.equal(code, 0)
    assert.include(text, 'Encrypted anew: 1')
    assert.equal(withNew.accounts[0].state, 'ready')
    assert.equal(withOld.accounts[0].state, 'unreadable')
    assert.include(withOld.accounts[0].says, 'Enter it again')
  })
})
