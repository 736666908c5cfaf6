import { test } from '@japa/runner'
import { TOTP } from 'otpauth'
import { passSecondFactor } from '#accounts/second_factor'
import User from '#accounts/models/user'
import { castPassword, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createVisitor, logIn, type Visitor } from '#tests/helpers/visitor'

const email = 'viewer@example.com'
const codeOf = (secret: string) => new TOTP({ secret }).generate()

/** Logs in and sets a second step up; answers what the phone and the paper hold then. */
async function setUp(visitor: Visitor) {
  await logIn(visitor, email, castPassword)
  const page = await visitor.get('/profile/second-factor')
  const secret = page.text.match(/<code>([A-Z2-7]{32})<\/code>/)![1]
  const answer = await visitor.post('/profile/second-factor', { code: codeOf(secret) })
  const recovery = [...answer.text.matchAll(/<code>([a-z0-9]{5}-[a-z0-9]{5})<\/code>/g)]
  return { secret, codes: recovery.map(([, code]) => code) }
}

test.group('Second factor', (group) => {
  group.each.setup(emptyTables)

  test('is asked for beside the password once it is set up', async ({ assert }) => {
    await createCast()
    const { codes } = await setUp(createVisitor())
    const visitor = createVisitor()

    const login = await logIn(visitor, email, castPassword)
    const library = await visitor.get('/library')
    await visitor.get('/login/code')
    const passed = await visitor.post('/login/code', { code: codes[0] })

    assert.lengthOf(codes, 10)
    assert.equal(login.location, '/login/code')
    assert.equal(library.location, '/login')
    assert.equal(passed.status, 302)
    assert.equal(await visitor.statusOf('/library'), 200)
  })

  test('takes no code twice, of the phone or of the paper', async ({ assert }) => {
    const { viewer } = await createCast()
    const { secret, codes } = await setUp(createVisitor())
    const user = await User.findOrFail(viewer.id)

    assert.isFalse(await passSecondFactor(user, codeOf(secret)))
    assert.isTrue(await passSecondFactor(user, codes[0].toUpperCase()))
    assert.isFalse(await passSecondFactor(user, codes[0]))
    const both = await Promise.all([1, 2].map(() => passSecondFactor(user, codes[1])))
    assert.sameMembers(both, [true, false])
  })

  test('does not count before a first right code, and keeps its secret sealed', async ({
    assert,
  }) => {
    const { viewer } = await createCast()
    const visitor = createVisitor()
    await logIn(visitor, email, castPassword)
    const page = await visitor.get('/profile/second-factor')
    const secret = page.text.match(/<code>([A-Z2-7]{32})<\/code>/)![1]

    const wrong = await visitor.post('/profile/second-factor', { code: '000000x' })

    assert.equal(wrong.status, 422)
    assert.include(wrong.text, secret)
    await viewer.refresh()
    assert.isFalse(viewer.hasSecondFactor)
    assert.notInclude(viewer.totpSecret!, secret)
  })

  test('ten wrong codes close the door, as wrong passwords do', async ({ assert }) => {
    await createCast()
    await setUp(createVisitor())
    const visitor = createVisitor()
    await logIn(visitor, email, castPassword)
    await visitor.get('/login/code')
    for (let n = 0; n < 10; n++) await visitor.post('/login/code', { code: `wrong ${n}` })

    const answer = await visitor.post('/login/code', { code: 'wrong again' })

    assert.equal(answer.status, 429)
  })

  test('nobody reaches the second step without the first', async ({ assert }) => {
    await createCast()

    const answer = await createVisitor().get('/login/code')

    assert.equal(answer.location, '/login')
  })
})
