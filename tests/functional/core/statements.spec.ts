import { promisify } from 'node:util'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { dataPath } from '#core/paths'
import { emptyTables } from '#tests/helpers/database'

/** Statements stay prepared in their connection; nobody may notice anything but the speed. */
test.group('Prepared statements', (group) => {
  group.each.setup(emptyTables)
  group.each.setup(() => openScratch())

  const scratch = () => db.connection('scratch')

  test('the same text answers with what it is asked each time', async ({ assert }) => {
    await scratch().rawQuery("INSERT INTO words VALUES (1, 'one'), (2, 'two')")

    assert.deepEqual(await word(1), [{ id: 1, text: 'one' }])
    assert.deepEqual(await word(2), [{ id: 2, text: 'two' }])
    assert.deepEqual(await word(3), [])
  })

  test('a new column is seen by a statement prepared before it', async ({ assert }) => {
    await scratch().rawQuery("INSERT INTO words VALUES (1, 'one')")
    await word(1)

    await scratch().rawQuery('ALTER TABLE words ADD COLUMN length INTEGER DEFAULT 3')

    assert.deepEqual(await word(1), [{ id: 1, text: 'one', length: 3 }])
  })

  test('one that failed leaves nothing behind that fails the next', async ({ assert }) => {
    const insert = (id: number) =>
      scratch().rawQuery('INSERT INTO words VALUES (?, ?) RETURNING id', [id, 'word'])
    await insert(1)

    await assert.rejects(() => insert(1), /UNIQUE/)
    await assert.rejects(() => scratch().rawQuery('SELECT nonsense FROM words'), /no such column/)

    assert.deepEqual(await insert(2), [{ id: 2 }])
    await scratch().transaction((trx) => trx.rawQuery('DELETE FROM words'))
    assert.deepEqual(await word(2), [])
  })

  test('the same text several times at once in one transaction', async ({ assert }) => {
    await scratch().rawQuery("INSERT INTO words VALUES (1, 'one'), (2, 'two'), (3, 'three')")

    const found = await scratch().transaction((trx) =>
      Promise.all([1, 2, 3].map((id) => trx.rawQuery('SELECT text FROM words WHERE id = ?', [id])))
    )

    assert.deepEqual(found.flat(), [{ text: 'one' }, { text: 'two' }, { text: 'three' }])
  })

  test('a limit is written out, for SQLite plans anew where it is bound', async ({ assert }) => {
    const words = scratch().from('words').where('id', '>', 0).orderBy('id')
    await scratch().rawQuery("INSERT INTO words VALUES (1, 'one'), (2, 'two'), (3, 'three')")

    const { sql, bindings } = words.clone().limit(2).toSQL()
    assert.match(sql, /limit 2$/)
    assert.deepEqual(bindings, [0])

    const ids = async (query: typeof words) => {
      const found = await query
      return found.map(({ id }) => id)
    }
    assert.deepEqual(await ids(words.clone().limit(2)), [1, 2])
    assert.deepEqual(await ids(words.clone().offset(1)), [2, 3])
    assert.deepEqual(await ids(words.clone().limit(1).offset(1)), [2])
    assert.deepEqual(await words.clone().first(), { id: 1, text: 'one' })
  })

  test('after more texts than are kept, a connection still closes', async ({ assert }) => {
    const { client } = scratch().getWriteClient()
    const connection = await client.acquireConnection()
    for (let number = 0; number < 250; number++) {
      const [row] = await promisify(connection.all)(`SELECT ? AS number, ${number}`, [number])
      assert.equal(row.number, number)
    }

    const closed = promisify(connection.close)()
    await client.releaseConnection(connection)
    await assert.doesNotReject(() => closed)
  })

  const word = (id: number) => scratch().rawQuery('SELECT * FROM words WHERE id = ?', [id])
})

/** A database of its own behind the connections the library has, but for there being one. */
async function openScratch() {
  const { config } = db.manager.get(db.primaryConnectionName)!
  const connection = { filename: dataPath('scratch.sqlite3') }
  const pool = { ...config.pool, max: 1 }
  db.manager.add('scratch', { ...config, connection, pool } as typeof config)
  await db.connection('scratch').rawQuery('DROP TABLE IF EXISTS words')
  await db.connection('scratch').rawQuery('CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT)')
  return () => db.manager.close('scratch', true)
}
