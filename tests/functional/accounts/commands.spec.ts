import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import db from '@adonisjs/lucid/services/db'
import User from '#accounts/models/user'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'

test.group('Account commands', (group) => {
  group.each.setup(emptyTables)
  group.each.setup(() => {
    ace.ui.switchMode('raw')
    return () => ace.ui.switchMode('normal')
  })

  const printed = () =>
    ace.ui.logger
      .getLogs()
      .map((log) => log.message)
      .join('\n')

  test('make an account and print its password once', async ({ assert }) => {
    const command = await ace.exec('accounts:create', [
      '--email=Eve@Example.com',
      '--name=Eve',
      '--role=editor',
    ])

    assert.equal(command.exitCode, 0)
    const user = await User.findByOrFail('email', 'eve@example.com')
    assert.equal(user.role, 'editor')
    const password = printed().match(/Password: (\S+)/)![1]
    assert.isTrue(await user.verifyPassword(password))
  })

  test('refuse what cannot be an account, by the name of the option', async ({ assert }) => {
    const command = await ace.exec('accounts:create', ['--email=x', '--role=king'])

    assert.equal(command.exitCode, 1)
    assert.include(printed(), '--email: This is not an e-mail address.')
    assert.include(printed(), '--name')
    assert.include(printed(), '--role')
    assert.lengthOf(await User.all(), 0)
  })

  test('give a new password and end every session', async ({ assert }) => {
    const { viewer } = await createCast()
    const expires = new Date(Date.now() + 60_000)
    await db
      .table('sessions')
      .insert({ id: 'one', data: '', user_id: viewer.id, expires_at: expires })

    await ace.exec('accounts:reset-password', ['viewer@example.com'])

    const user = await User.findOrFail(viewer.id)
    assert.isFalse(await user.verifyPassword(castPassword))
    assert.isTrue(await user.verifyPassword(printed().match(/Password: (\S+)/)![1]))
    assert.isNull(await db.from('sessions').first())
  })
})
