import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { decidedPairs } from '#duplicates/decided'
import {
  decide,
  pairsAmong,
  pairsBetween,
  undoDecisions,
  withdrawDecisions,
} from '#duplicates/decisions'
import { postpone, takeUpAgain } from '#duplicates/postponing'
import { decisionsAmong } from '#duplicates/decisions/keys'
import { historyOf } from '#library/curation/history'
import { duplicateGroupsPage } from '#duplicates/review_queue'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { makeAlike, makeGroup } from '#tests/helpers/duplicates'
import { createAsset } from '#tests/helpers/library'

test.group('Duplicates / decisions', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  const picture = (file: object = {}) => createAsset({ owner: cast.owner, file })
  const decided = async () => {
    const rows = await db.from('duplicate_decisions').orderBy('id')
    return rows.map((row) => [row.left_sha256, row.right_sha256, row.verdict])
  }

  test('a decision is about contents: it outlives the items and holds for their copies', async ({
    assert,
  }) => {
    const [one, other] = [await picture(), await picture()]
    await decide({ pairs: [[other.id, one.id]], verdict: 'different', by: cast.editor })
    await one.delete()
    const copy = await picture({ sha256: one.sha256 })
    assert.deepEqual(await decided(), [[one.sha256, other.sha256, 'different']])
    await decide({ pairs: [[copy.id, other.id]], verdict: 'variants', by: cast.owner })
    assert.deepEqual(await decided(), [[one.sha256, other.sha256, 'variants']])
  })

  test('a pair, some of a group, or all of it; a third picture is not spoken of', async ({
    assert,
  }) => {
    assert.deepEqual(pairsAmong([1, 2, 3]), [
      [1, 2],
      [1, 3],
      [2, 3],
    ])
    assert.deepEqual(pairsBetween([1], [2, 3]), [
      [1, 2],
      [1, 3],
    ])
    const ids = [await picture(), await picture(), await picture()].map(({ id }) => id)
    const { count } = await decide({
      pairs: pairsAmong(ids),
      verdict: 'different',
      by: cast.editor,
    })
    assert.equal(count, 3)
    const newcomer = await picture()
    const rows = await db
      .from('duplicate_decisions')
      .where('left_sha256', newcomer.sha256)
      .orWhere('right_sha256', newcomer.sha256)
    assert.isEmpty(rows)
  })

  test('undo brings back what somebody else had said before', async ({ assert }) => {
    const [one, other] = [await picture(), await picture()]
    const pairs: [number, number][] = [[one.id, other.id]]
    await decide({ pairs, verdict: 'different', by: cast.owner })
    const before = await db.from('duplicate_decisions')
    const { changeId } = await decide({ pairs, verdict: 'variants', by: cast.editor })
    assert.deepEqual(await decided(), [[one.sha256, other.sha256, 'variants'].toSorted()])
    assert.equal(await undoDecisions({ changeId, by: cast.editor }), 1)
    assert.deepEqual(await db.from('duplicate_decisions'), before)
    assert.equal(await undoDecisions({ changeId, by: cast.editor }), 0)
    const { entries } = await historyOf(one.id, cast.viewer)
    assert.containsSubset(entries, [{ before: 'not duplicates', after: 'variants', undone: true }])
  })

  test('what was said of two copies of the same bytes is not said of a third', async ({
    assert,
  }) => {
    const sha256 = 'ab'.repeat(32)
    const copies = [await picture({ sha256 }), await picture({ sha256 }), await picture({ sha256 })]
    await makeAlike(copies)
    const [one, other, third] = copies.map(({ id }) => id)
    const { changeId } = await decide({
      ...{ pairs: [[one, other]], verdict: 'different', by: cast.editor },
    })
    const isDecided = await decisionsAmong(db.connection(), copies, 'different')
    const [first, second, newcomer] = copies
    assert.isTrue(isDecided(first, second))
    assert.isFalse(isDecided(first, newcomer))
    const members = await db.from('duplicate_group_members').distinct('asset_id as id')
    assert.includeMembers(
      members.map(({ id }) => id),
      [third]
    )
    const { pairs: shown } = await decidedPairs(cast.viewer, {})
    assert.deepEqual(
      [shown[0].left?.assetId, shown[0].right?.assetId].toSorted(),
      [one, other].toSorted()
    )
    await decide({ pairs: pairsAmong([one, other, third]), verdict: 'different', by: cast.editor })
    assert.isEmpty(await db.from('duplicate_groups'))
    assert.equal(await undoDecisions({ changeId, by: cast.editor }), 1)
    assert.isNotEmpty(await db.from('duplicate_groups'))
  })

  test('nobody decides about what they do not see, nor sees such decisions', async ({ assert }) => {
    const [open, hidden] = [await picture(), await picture({ visibility: 'private' })]
    const pairs: [number, number][] = [[open.id, hidden.id]]
    await assert.rejects(
      () => decide({ pairs, verdict: 'different', by: cast.editor }),
      /not yours to see/
    )
    await decide({ pairs, verdict: 'different', by: cast.owner })
    const [owners, editors] = [
      await decidedPairs(cast.owner, {}),
      await decidedPairs(cast.editor, {}),
    ]
    assert.lengthOf(owners.pairs, 1)
    assert.lengthOf(editors.pairs, 0)
    const [{ id }] = await db.from('duplicate_decisions')
    assert.equal(await withdrawDecisions({ ids: [id], by: cast.editor }), 0)
    assert.equal(await withdrawDecisions({ ids: [id], by: cast.owner }), 1)
    assert.isEmpty(await decided())
  })

  test('the list says who decided and when, and what is left of the pair', async ({ assert }) => {
    const [one, other] = [await picture(), await picture()]
    await decide({ pairs: [[one.id, other.id]], verdict: 'variants', by: cast.editor })
    await other.delete()
    const { pairs, next } = await decidedPairs(cast.viewer, { verdict: 'variants' })
    assert.isNull(next)
    assert.equal(pairs[0].person, 'Editor')
    assert.equal(pairs[0].left?.assetId, one.id)
    assert.isNull(pairs[0].right)
    const different = await decidedPairs(cast.viewer, { verdict: 'different' })
    assert.isEmpty(different.pairs)
  })

  test('later is each person’s own, and ends when something new comes in', async ({ assert }) => {
    const [one, other] = [await picture(), await picture()]
    const id = await makeGroup([one, other])
    const shown = async (viewer = cast.editor, later = false) => {
      const filters = { preset: 'normal' as const, later }
      const { groups } = await duplicateGroupsPage({ filters, viewer, limit: 10 })
      return groups.length
    }
    await postpone({ assetIds: [one.id, other.id], by: cast.editor })
    assert.equal(await shown(), 0)
    assert.equal(await shown(cast.editor, true), 1)
    assert.equal(await shown(cast.owner), 1)

    const newcomer = await picture()
    const member = { group_id: id, asset_id: newcomer.id, kind: 'near', distance: 3, weak: false }
    await db.table('duplicate_group_members').insert(member)
    assert.equal(await shown(), 1)
    await postpone({ assetIds: [newcomer.id], by: cast.editor })
    assert.equal(await shown(), 0)
    assert.equal(await takeUpAgain({ by: cast.editor }), 3)
    assert.equal(await shown(), 1)
  })
})
