import { test } from '@japa/runner'
import { passwordProblem } from '#accounts/common_passwords'
import { inviteUser } from '#accounts/people'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAsset } from '#tests/helpers/library'

const common = { password: 'Sunshine', passwordConfirmation: 'Sunshine' }
const said = 'one of the most used passwords'

test.group('Passwords that are guessed at once', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    cast = await createCast()
  })

  test('are the most used ones, and little more than what stands near', ({ assert }) => {
    const words = ['Ada Lovelace', 'ada.lovelace@example.com']
    for (const password of [
      'password',
      'QWERTYUIOP',
      'trustno1',
      'Atelier1!',
      'lovelace99',
      'Ada Lovelace',
      'ada.lovelace',
    ])
      assert.isString(passwordProblem(password, words), password)
    for (const password of [
      'correct horse battery',
      'lovelace wrote it',
      'my atelier of foxes',
      'aaaaaaab',
    ])
      assert.isNull(passwordProblem(password, words), password)
  })

  test('are refused where a person sets their own', async ({ client }) => {
    const answer = await client
      .post('/profile')
      .form({ currentPassword: 'correct horse battery', ...common })
      .headers({ Accept: 'application/json' })
      .loginAs(cast.editor)
      .withCsrfToken()
    answer.assertStatus(422)
    answer.assertTextIncludes(said)
  })

  test('are refused at an invitation, which stays good', async ({ client, assert }) => {
    const details = { email: 'new@example.com', fullName: 'New Person', role: 'viewer' as const }
    const invited = await inviteUser(details, { by: cast.owner })
    const path = `/invitations/${invited!.token}`
    const send = (password: string) =>
      client
        .post(path)
        .form({ password, passwordConfirmation: password })
        .withCsrfToken()
        .redirects(0)
    for (const password of ['Sunshine', 'new person 1']) {
      const refused = await send(password)
      assert.notEqual(refused.header('location'), '/library', password)
    }
    const again = await client.get(path)
    again.assertStatus(200)
    const taken = await send('a fox in the snow')
    taken.assertStatus(302)
    const used = await client.get(path)
    used.assertStatus(404)
  })

  test('are refused for a link that is shared', async ({ client }) => {
    const asset = await createAsset({ owner: cast.editor })
    const answer = await client
      .post(`/library/${asset.id}/sharing`)
      .form({ password: 'sunshine' })
      .headers({ Accept: 'application/json' })
      .loginAs(cast.editor)
      .withCsrfToken()
    answer.assertStatus(422)
    answer.assertTextIncludes(said)
  })
})
