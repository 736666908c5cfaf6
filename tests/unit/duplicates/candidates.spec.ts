import { test } from '@japa/runner'
import fc from 'fast-check'
import { createSet, pairsByBruteForce, pairsWithin, type Pairs } from '#duplicates/candidates'
import { hamming } from './drawings.js'

/** Random hashes, and flocks of hashes a few bits from one of them, in any order. */
const hashes = (bytes: number) =>
  fc
    .tuple(
      fc.array(fc.uint8Array({ minLength: bytes, maxLength: bytes }), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.array(fc.tuple(fc.nat(), fc.array(fc.nat({ max: bytes * 8 - 1 }), { maxLength: 40 })), {
        maxLength: 80,
      })
    )
    .map(([seeds, copies]) => [
      ...seeds,
      ...copies.map(([seed, flips]) => {
        const copy = seeds[seed % seeds.length].slice()
        for (const bit of flips) copy[bit >> 3] ^= 1 << (bit & 7)
        return copy
      }),
    ])

const listed = ({ first, second, distance }: Pairs) =>
  Array.from(first, (a, at) => {
    const [x, y] = a < second[at] ? [a, second[at]] : [second[at], a]
    return `${x} ${y} ${distance[at]}`
  }).sort()

function naive(all: Uint8Array[], limit: number) {
  const pairs: string[] = []
  for (const [a, one] of all.entries()) {
    for (let b = a + 1; b < all.length; b++) {
      const distance = hamming(one, all[b])
      if (distance <= limit) pairs.push(`${a} ${b} ${distance}`)
    }
  }
  return pairs.sort()
}

test.group('Duplicates / candidates', () => {
  for (const bytes of [8, 32] as const) {
    test(`every pair of ${bytes * 8}-bit hashes is found once, none beside`, ({ assert }) => {
      const limits = fc.integer({ min: 0, max: bytes === 8 ? 20 : 80 })
      fc.assert(
        fc.property(hashes(bytes), limits, (all, limit) => {
          const expected = naive(all, limit)
          const laid = Buffer.concat(all)
          assert.deepEqual(listed(pairsWithin(laid, bytes, limit)), expected)
          assert.deepEqual(listed(pairsByBruteForce(laid, bytes, limit)), expected)
        }),
        { numRuns: 60 }
      )
    })
  }

  test('more pairs than the kernel holds at once all arrive', ({ assert }) => {
    const same = new Uint8Array(8 * 300)
    assert.lengthOf(pairsWithin(same, 8, 0).first, (300 * 299) / 2)
  })

  test('no hashes and one hash have no pairs', ({ assert }) => {
    assert.lengthOf(pairsWithin(new Uint8Array(0), 32, 31).first, 0)
    assert.lengthOf(pairsWithin(new Uint8Array(32), 32, 31).first, 0)
  })

  test('a set grows and is asked for what is near', ({ assert }) => {
    const set = createSet(new Uint8Array(0), 32)
    for (let at = 0; at < 5_000; at++) {
      const hash = new Uint8Array(32).fill(255, 0, at % 32)
      assert.equal(set.add(hash), at)
    }
    const near = set.near(new Uint8Array(32), 8, 32)
    assert.deepEqual(near.slice(0, 2), [
      { id: 32, distance: 0 },
      { id: 33, distance: 8 },
    ])
    assert.isTrue(near.every(({ id }) => id % 32 < 2))
  })
})
