import { test } from '@japa/runner'
import { stagedOutputs } from '#studio/engine/outputs'
import OrderAttempt from '#studio/models/order_attempt'
import OrderOutput from '#studio/models/order_output'
import { createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { createAccount, createModel, createStudioProject, orderNow } from '#tests/helpers/orders'

test.group('What lies in staging', (group) => {
  group.each.setup(emptyTables)

  test('is kept while it may still come into the library, and then swept', async ({ assert }) => {
    const { editor } = await createCast()
    const model = await createModel(await createAccount())
    await orderNow(model, await createStudioProject(editor), editor)
    const attempt = await OrderAttempt.firstOrFail()
    await attempt.merge({ stage: 'downloading' }).save()
    const refused = { code: 'output_invalid', retry: 'never' } as const
    const away = { code: 'network', retry: 'later' } as const
    await OrderOutput.createMany(
      [
        { state: 'waiting' as const, error: null },
        { state: 'failed' as const, error: refused },
        { state: 'failed' as const, error: away },
        { state: 'stored' as const, error: null, stagedPath: null },
      ].map((output, position) => {
        return {
          stagedPath: `/staged/${position}`,
          ...output,
          attemptId: attempt.id,
          position,
          source: {},
        }
      })
    )

    assert.deepEqual(await stagedOutputs(), ['/staged/0', '/staged/2'])
    await attempt.merge({ stage: 'failed' }).save()
    assert.deepEqual(await stagedOutputs(), ['/staged/2'])
  })
})
