import { test } from '@japa/runner'
import { unexpected } from '#tests/helpers/routes/cells'
import { linkCells } from '#tests/helpers/routes/link_cells'
import {
  cellsOf,
  cellsOfTheShutOut,
  createSetting,
  forgedCells,
  pageRoutes,
  people,
  shutOut,
  unconfirmedCells,
} from '#tests/helpers/routes/page_cells'
import { hiddenCells, stateCells } from '#tests/helpers/routes/state_cells'
import { grantedStates, privateStates } from '#tests/helpers/routes/worlds'
import { confirmedRoutes, everyRoute } from '#tests/helpers/routes/table'

test.group('Every route', (group) => {
  group.each.timeout(120_000)

  test('has a row in the table, and every row a route', ({ assert }) => {
    const names = pageRoutes().map(({ name }) => name)
    assert.sameMembers(names, Object.keys(everyRoute))
    assert.includeMembers(names, confirmedRoutes)
  })

  for (const person of people) {
    test(`answers ${person} as its row says`, async ({ client, assert }) => {
      const setting = await createSetting(client)

      assert.deepEqual(await unexpected(cellsOf(setting, person)), [])
    })
  }

  for (const somebody of shutOut) {
    test(`is closed to who is ${somebody}`, async ({ client, assert }) => {
      const setting = await createSetting(client)

      assert.deepEqual(await unexpected(cellsOfTheShutOut(setting, somebody)), [])
    })
  }

  test('takes nothing that no page of this site has sent', async ({ client, assert }) => {
    const setting = await createSetting(client)

    assert.deepEqual(await unexpected(forgedCells(setting)), [])
  })

  test('asks for the password before what cannot be taken back', async ({ client, assert }) => {
    const setting = await createSetting(client)

    assert.deepEqual(await unexpected(unconfirmedCells(setting)), [])
  })

  test('shows with a link what it is for, and nothing with one that is not good', async ({
    client,
    assert,
  }) => {
    const setting = await createSetting(client)

    assert.deepEqual(await unexpected(await linkCells(setting)), [])
  })

  for (const state of grantedStates) {
    test(`answers as its row says of what is ${state}`, async ({ client, assert }) => {
      const setting = await createSetting(client)

      assert.deepEqual(await unexpected(stateCells(setting, state)), [])
    })
  }

  for (const state of privateStates.slice(0, process.env.DEEP ? 4 : 3)) {
    test(`shows others nothing of what is ${state}`, async ({ client, assert }) => {
      const setting = await createSetting(client)

      assert.deepEqual(await unexpected(hiddenCells(setting, state)), [])
    })
  }
})
