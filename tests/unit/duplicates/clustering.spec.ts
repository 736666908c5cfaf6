import { test } from '@japa/runner'
import fc from 'fast-check'
import { cluster, type Link } from '#duplicates/clustering'

const link = (first: number, second: number, distance = 1): Link => ({ first, second, distance })

const links = fc
  .array(fc.tuple(fc.nat({ max: 24 }), fc.nat({ max: 24 }), fc.nat({ max: 60 })), {
    maxLength: 120,
  })
  .map((drawn) => {
    const seen = new Map<string, Link>()
    for (const [a, b, distance] of drawn) {
      if (a !== b)
        seen.set(
          `${Math.min(a, b)} ${Math.max(a, b)}`,
          link(Math.min(a, b), Math.max(a, b), distance)
        )
    }
    return [...seen.values()]
  })

const choice = {
  best: (members: number[]) => Math.max(...members),
  isMuchWorse: (one: number, other: number) => one < other / 2,
}

test.group('Duplicates / clustering', () => {
  test('a chain of small steps joins nobody who is not alike', ({ assert }) => {
    const chain = Array.from({ length: 9 }, (_, at) => link(at, at + 1))
    const clusters = cluster(chain)
    assert.isTrue(clusters.every(({ members }) => members.length <= 3))
    assert.isFalse(clusters.some(({ members }) => members.includes(0) && members.includes(9)))
  })

  test('a bridge between two groups does not join them', ({ assert }) => {
    const clique = (ids: number[]) =>
      ids.flatMap((a, at) => ids.slice(at + 1).map((b) => link(a, b)))
    const clusters = cluster([...clique([0, 1, 2, 3]), ...clique([4, 5, 6, 7]), link(3, 4)])
    assert.sameDeepMembers(
      clusters.map(({ members }) => members),
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
      ]
    )
  })

  test('an indirect member is weak', ({ assert }) => {
    const [found] = cluster([link(0, 1), link(1, 2)])
    assert.deepEqual(found, { members: [0, 1, 2], keeper: 1, weak: [0, 2] })
  })

  test('members are near the keeper and half of the others, in one group each', ({ assert }) => {
    fc.assert(
      fc.property(links, fc.boolean(), (drawn, choosing) => {
        const linked = new Set(
          drawn.flatMap(({ first, second }) => [`${first} ${second}`, `${second} ${first}`])
        )
        const clusters = cluster(drawn, choosing ? choice : undefined)
        const all = clusters.flatMap(({ members }) => members)
        assert.lengthOf(new Set(all), all.length)
        for (const { members, keeper, weak } of clusters) {
          assert.isAbove(members.length, 1)
          for (const id of members) {
            const near = members.filter((other) => linked.has(`${id} ${other}`))
            assert.isTrue(id === keeper || near.includes(keeper))
            assert.isAtLeast(near.length, (members.length - 1) / 2)
            assert.equal(weak.includes(id), near.length < members.length - 1)
          }
        }
      })
    )
  })

  test('of two that are alike and free, both are grouped', ({ assert }) => {
    fc.assert(
      fc.property(links, (drawn) => {
        const grouped = new Set(cluster(drawn, choice).flatMap(({ members }) => members))
        assert.isTrue(drawn.every(({ first, second }) => grouped.has(first) || grouped.has(second)))
      })
    )
  })
})
