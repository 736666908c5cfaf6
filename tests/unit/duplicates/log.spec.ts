import { appendFile, readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { logsPath } from '#core/paths'
import { flushLog, log } from '#duplicates/log'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'

const file = () => logsPath(`duplicates-${DateTime.now().toFormat('yyyyMMdd')}.jsonl`)
const note = (...assets: number[]) =>
  db.transaction((trx) =>
    log(
      trx,
      assets.map((asset) => ({ what: 'trash', who: 1, change: 'c', asset, result: 'done' }))
    )
  )
async function logged() {
  const text = await readFile(file(), 'utf8')
  const lines = text.trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line).asset)
}

test.group('Duplicates / log', (group) => {
  group.each.setup(emptyTables)
  group.each.setup(emptyDataFolders)

  test('each done thing is a line, in order', async ({ assert }) => {
    await note(1, 2)
    await flushLog()
    await note(3)
    await flushLog()
    await flushLog()
    assert.deepEqual(await logged(), [1, 2, 3])
    assert.isEmpty(await db.from('duplicate_log_lines'))
  })

  test('lines that a crash left in the file are not written again, and torn ones are mended', async ({
    assert,
  }) => {
    await note(1)
    await flushLog()
    await note(2, 3, 4)
    const [second, third] = await db.from('duplicate_log_lines').orderBy('id')
    await appendFile(file(), `${second.line}\n${third.line.slice(0, 20)}`)
    await flushLog()
    assert.deepEqual(await logged(), [1, 2, 3, 4])
  })

  test('what is taken back is not logged', async ({ assert }) => {
    const fails = db.transaction(async (trx) => {
      await log(trx, [{ what: 'trash', who: 1, change: 'c', asset: 1, result: 'done' }])
      throw new Error('no')
    })
    await assert.rejects(() => fails, 'no')
    await flushLog()
    await note(2)
    await flushLog()
    assert.deepEqual(await logged(), [2])
  })
})
