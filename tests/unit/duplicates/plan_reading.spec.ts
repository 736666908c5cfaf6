import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import { piecesOf } from '#duplicates/plans/reading'

const plan = {
  format: 'a plan',
  terms: { rules: [{ name: 'size', folders: ['/a', '/b'] }], rest: 'trash' },
  groups: [
    { keeper: { fileName: 'one "],[{ \\.png' }, others: [{ id: 1 }, { id: 2 }] },
    { keeper: { fileName: 'fünf\n' }, others: [] },
  ],
}
const read = (text: Iterable<string>) => Array.fromAsync(piecesOf(Readable.from(text)))
const expected = [{ ...plan, groups: [] }, ...plan.groups]

test.group('Duplicates / reading a saved plan', () => {
  test('gives what stands before the groups, and each group, however it is cut and set', async ({
    assert,
  }) => {
    const short = JSON.stringify(plan)
    assert.deepEqual(await read([short]), expected)
    assert.deepEqual(await read(short), expected)
    assert.deepEqual(await read([JSON.stringify(plan, null, 2), '\n']), expected)
    for (let at = 1; at < short.length; at++) {
      assert.deepEqual(await read([short.slice(0, at), short.slice(at)]), expected)
    }
    assert.deepEqual(await read(['{"groups":[ ]}']), [{ groups: [] }])
  })

  test('refuses what is no plan', async ({ assert }) => {
    const short = JSON.stringify(plan)
    for (const text of ['', 'no JSON', '[]', short.slice(0, -2), `${short}{}`, `{"groups":[{]}`]) {
      await assert.rejects(() => read([text]), SyntaxError)
    }
  })

  test('holds no more than a piece of what goes on for ever, or down for ever', async ({
    assert,
  }) => {
    function* endless(head: string, sign: string) {
      yield head
      for (;;) yield sign.repeat(65_536)
    }
    await assert.rejects(() => read(endless('{"groups":', '[')), /too deep/)
    await assert.rejects(() => read(endless('', '[')), SyntaxError)
    await assert.rejects(() => read(endless('{"groups":[', '1')), /too long/)
    await assert.rejects(() => read(endless('{"format":"', 'a')), /too long/)
  })
})
