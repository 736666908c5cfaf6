import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { libraryPictures } from '#duplicates/fingerprints'
import { findDuplicates, keepUpWithArrivals } from '#duplicates/finding'
import { judgeStrictly } from '#duplicates/pairs/judging'
import { forgetPictureIndex } from '#duplicates/pairs/index_of_pictures'
import { duplicateGroupsPage } from '#duplicates/review_queue'
import type { PresetName } from '#duplicates/presets'
import type User from '#accounts/models/user'
import { decide } from '#duplicates/decisions'
import { trashAssets } from '#trash/trashing'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { dice, flocks, listPicture, type Looks } from './looks.js'

/** The pairs there are, by the contents, with what was found about them. */
async function storedPairs() {
  const rows = await db
    .from('duplicate_pairs as p')
    .join('fingerprints as l', 'l.asset_id', 'left_id')
    .join('fingerprints as r', 'r.asset_id', 'right_id')
    .select('l.pdq as l', 'r.pdq as r', 'p.kind', 'p.preset', 'p.distance')
  return rows.map(({ l, r, kind, preset, distance }) =>
    [[l, r].map((hash: Buffer) => hash.toString('hex')).sort(), kind, preset, distance].join()
  )
}

/** The groups a person sees, as sets of file names. */
async function groupsSeenBy(viewer: User, preset: PresetName = 'loose') {
  const { groups } = await duplicateGroupsPage({ filters: { preset }, viewer, limit: 1_000 })
  const seen: string[] = []
  for (const { id, distance, keeperReason } of groups) {
    const members = await db
      .from('duplicate_group_members')
      .join('assets', 'assets.id', 'asset_id')
      .where('group_id', id)
      .select('file_name')
    const names = members.map(({ file_name: name }) => name).sort()
    seen.push([...names, distance, keeperReason].join())
  }
  return seen.sort()
}

test.group('Duplicates / finding', (group) => {
  let cast: Cast

  group.each.setup(async () => {
    await emptyTables()
    forgetPictureIndex()
    cast = await createCast()
  })

  async function list(all: Looks[], order = [...all.keys()]) {
    for (const at of order) {
      await listPicture(all[at], cast.owner, {
        fileName: `${at}.png`,
        size: 1_000 + at,
        modifiedAt: 1_000_000 + at,
      })
    }
  }

  for (const seed of [2, 3]) {
    test(`all pairs of a library are found, and no other (${seed})`, async ({ assert }) => {
      await list(await flocks(6, 70, dice(seed)))
      await findDuplicates()

      const rows = await db.from('fingerprints').select('asset_id').orderBy('asset_id')
      const pictures = await libraryPictures(rows.map((row) => row.asset_id))
      const expected = pictures.flatMap((one, at) =>
        pictures.slice(at + 1).flatMap((other) => {
          const found = judgeStrictly(one, other)
          return found
            ? [`${one.assetId} ${other.assetId} ${found.kind} ${found.preset} ${found.distance}`]
            : []
        })
      )
      const stored = await db.from('duplicate_pairs')
      const actual = stored.map(
        (row) => `${row.left_id} ${row.right_id} ${row.kind} ${row.preset} ${row.distance}`
      )

      assert.isAbove(expected.length, 50)
      assert.includeMembers(
        stored.map(({ kind }) => kind),
        ['similar', 'mirrored', 'border', 'crop']
      )
      assert.sameMembers(actual, expected)
    })
  }

  test('pictures that arrive one after the other give the same pairs and groups', async ({
    assert,
  }) => {
    const draw = dice(7)
    const all = await flocks(5, 40, draw)
    await list(all)
    await findDuplicates()
    const [pairs, groups] = [await storedPairs(), await groupsSeenBy(cast.owner)]

    await emptyTables()
    forgetPictureIndex()
    cast = await createCast()
    const order = [...all.keys()].sort((one, other) => ((one * 17) % 40) - ((other * 17) % 40))
    while (order.length) {
      await list(all, order.splice(0, 1 + draw(4)))
      if (draw(2)) await keepUpWithArrivals()
      if (!draw(4)) forgetPictureIndex()
      if (!draw(4)) await findDuplicates()
    }
    await findDuplicates()

    assert.sameMembers(await storedPairs(), pairs)
    assert.deepEqual(await groupsSeenBy(cast.owner), groups)
  })

  test('broken off anywhere, it goes on and finds the same', async ({ assert }) => {
    const draw = dice(11)
    const all = await flocks(3, 30, draw)
    await list(all)
    let breaks = 0
    const guard = async () => {
      if (breaks < 12 && draw(2)) {
        breaks++
        throw new Error('The worker died.')
      }
    }
    while (
      !(await findDuplicates({ guard }).then(
        () => true,
        () => false
      ))
    )
      forgetPictureIndex()
    const [pairs, groups] = [await storedPairs(), await groupsSeenBy(cast.owner)]
    assert.isAbove(breaks, 2)

    await emptyTables()
    forgetPictureIndex()
    cast = await createCast()
    await list(all)
    await findDuplicates()
    assert.sameMembers(pairs, await storedPairs())
    assert.deepEqual(groups, await groupsSeenBy(cast.owner))
  })

  /** The owner's picture, a copy of it for everyone, and one that is the editor's alone. */
  async function threeAlike() {
    const [one] = await flocks(1, 1, dice(1))
    const looks = ['a', 'b', 'c'].map((letter) => ({ ...one, sha256: letter.repeat(64) }))
    looks.forEach((each) => (each.fingerprint = { ...one.fingerprint, quality: 80 }))
    const first = await listPicture(looks[0], cast.owner, { fileName: 'first' })
    const copy = await listPicture(looks[1], cast.owner, { fileName: 'copy' })
    const hidden = await listPicture(looks[2], cast.editor, {
      fileName: 'hidden',
      visibility: 'private',
    })
    await findDuplicates()
    return { first, copy, hidden }
  }
  const namesSeenBy = async (viewer: User) => {
    const groups = await groupsSeenBy(viewer)
    return groups.map((seen) => seen.split(',').slice(0, -2).join(' '))
  }

  test('private items are in the groups of their owner only', async ({ assert }) => {
    const { first, hidden } = await threeAlike()
    assert.deepEqual(await namesSeenBy(cast.editor), ['copy first hidden'])
    for (const other of [cast.owner, cast.viewer, cast.stranger]) {
      assert.deepEqual(await namesSeenBy(other), ['copy first'])
    }

    await first.merge({ visibility: 'private' }).save()
    await keepUpWithArrivals()
    assert.deepEqual(await namesSeenBy(cast.editor), ['copy hidden'])
    assert.deepEqual(await namesSeenBy(cast.owner), ['copy first'])
    assert.deepEqual(await namesSeenBy(cast.stranger), [])

    await hidden.merge({ visibility: 'everyone' }).save()
    await keepUpWithArrivals()
    assert.deepEqual(await namesSeenBy(cast.stranger), ['copy hidden'])
    assert.deepEqual(await namesSeenBy(cast.owner), ['copy first hidden'])
  })

  test('trashed items leave their group and come back to it', async ({ assert }) => {
    const { first, copy } = await threeAlike()
    await trashAssets({ assetIds: [copy.id], by: cast.owner, reason: null })
    await keepUpWithArrivals()
    assert.deepEqual(await namesSeenBy(cast.editor), ['first hidden'])
    assert.deepEqual(await namesSeenBy(cast.owner), [])

    await db.from('assets').where('id', copy.id).update({ deleted_at: null })
    await keepUpWithArrivals()
    assert.deepEqual(await namesSeenBy(cast.owner), ['copy first'])
    assert.deepEqual(await namesSeenBy(cast.editor), ['copy first hidden'])

    await db.from('assets').where('id', first.id).delete()
    await keepUpWithArrivals()
    assert.deepEqual(await namesSeenBy(cast.editor), ['copy hidden'])
    assert.deepEqual(await namesSeenBy(cast.owner), [])
  })

  test('a decision parts exactly its pair, and its withdrawal joins them again', async ({
    assert,
  }) => {
    const { first, copy } = await threeAlike()
    await decide({ pairs: [[first.id, copy.id]], verdict: 'different', by: cast.owner })
    await keepUpWithArrivals()
    assert.deepEqual(await namesSeenBy(cast.owner), [])
    assert.lengthOf(await namesSeenBy(cast.editor), 1)

    await db.from('duplicate_decisions').delete()
    await keepUpWithArrivals()
    assert.deepEqual(await namesSeenBy(cast.owner), ['copy first'])
  })

  test('a group keeps its number when it is computed again', async ({ assert }) => {
    const { first } = await threeAlike()
    const numbers = () => db.from('duplicate_groups').orderBy('id').select('id', 'members_sha256')
    const before = await numbers()
    await db.table('duplicate_touched').insert({ asset_id: first.id })
    await keepUpWithArrivals()
    assert.deepEqual(await numbers(), before)
    assert.lengthOf(await db.from('duplicate_touched'), 0)
  })

  test('another file in place of an item ends its pairs at once', async ({ assert }) => {
    const { first } = await threeAlike()
    await first.merge({ sha256: 'f'.repeat(64) }).save()
    await keepUpWithArrivals()
    assert.lengthOf(await db.from('duplicate_pairs'), 1)
    assert.deepEqual(await namesSeenBy(cast.editor), ['copy hidden'])
  })
})
