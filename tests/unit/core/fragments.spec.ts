import { test } from '@japa/runner'
import { keptFragment } from '#core/fragments'

test.group('Kept fragments', () => {
  const rendering = (fragment: string) => {
    const times = { rendered: 0 }
    const render = async () => {
      times.rendered++
      return fragment
    }
    return { times, render }
  }

  test('are rendered once for a key, and once for each other', async ({ assert }) => {
    const { times, render } = rendering('<li>fox</li>')

    assert.equal(await keptFragment('a fox', render), '<li>fox</li>')
    assert.equal(await keptFragment('a fox', render), '<li>fox</li>')
    assert.equal(times.rendered, 1)
    await keptFragment('another fox', render)
    assert.equal(times.rendered, 2)
  })

  test('one that is empty is kept as well', async ({ assert }) => {
    const { times, render } = rendering('')

    assert.equal(await keptFragment('nothing', render), '')
    assert.equal(await keptFragment('nothing', render), '')
    assert.equal(times.rendered, 1)
  })

  test('one that fails is tried again', async ({ assert }) => {
    const fails = () => keptFragment('failing', () => Promise.reject(new Error('No template')))

    await assert.rejects(fails, 'No template')
    assert.equal(await keptFragment('failing', rendering('fine').render), 'fine')
  })

  test('those not asked for longest make room for others', async ({ assert }) => {
    const { times, render } = rendering('wolf '.repeat(200_000))
    const often = rendering('fox')
    for (let number = 0; number < 20; number++) {
      await keptFragment(`wolf ${number}`, render)
      await keptFragment('the fox of always', often.render)
    }

    assert.equal(often.times.rendered, 1)
    await keptFragment('wolf 19', render)
    assert.equal(times.rendered, 20)
    await keptFragment('wolf 0', render)
    assert.equal(times.rendered, 21)
  })
})
