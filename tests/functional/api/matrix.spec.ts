import { test } from '@japa/runner'
import { apiRoutes } from '#api/openapi'
import { everyOperation, operationsByScope } from '#tests/helpers/routes/api'
import { cellsOf, doorCells, meddlingCells, scopeCells } from '#tests/helpers/routes/api_cells'
import { unexpected } from '#tests/helpers/routes/cells'
import { createSetting } from '#tests/helpers/routes/page_cells'
import { isMeddledWith, privateStates, states } from '#tests/helpers/routes/worlds'

test.group('Every operation of the API', (group) => {
  group.each.timeout(180_000)

  test('has a row in the table, and every row an operation', ({ assert }) => {
    const names = apiRoutes().map(({ name }) => name)
    assert.sameMembers(names, Object.keys(everyOperation))
    assert.includeMembers(names, Object.values(operationsByScope).flat())
  })

  test('is closed without a key, to a false one, to a session and to who is shut out', async ({
    client,
    assert,
  }) => {
    const setting = await createSetting(client)

    assert.deepEqual(await unexpected(await doorCells(setting)), [])
  })

  test('asks for its scope, which is that of the table', async ({ client, assert }) => {
    const setting = await createSetting(client)

    assert.deepEqual(await unexpected(await scopeCells(setting)), [])
  })

  for (const state of states) {
    test(`answers as its row says of what is ${state}`, async ({ client, assert }) => {
      const setting = await createSetting(client)

      assert.deepEqual(await unexpected(await cellsOf(setting, state)), [])
    })
  }

  for (const state of privateStates.filter(isMeddledWith)) {
    test(`changes nothing of what is ${state}`, async ({ client, assert }) => {
      const setting = await createSetting(client)

      assert.deepEqual(await unexpected(await meddlingCells(setting, state)), [])
    })
  }
})
