import { readdir, readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import Asset from '#library/models/asset'
import { finishMoves } from '#trash/moving'
import { trashAssets } from '#trash/trashing'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { recount, state } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import {
  act,
  copiesOf,
  hashOfOriginal,
  manifestErrors,
  manifestLines,
  openWork,
  type Verb,
} from '#tests/helpers/trash'

/** Each fail point of a move; the last two of them need a copy, as between two disks. */
const moving = [
  'trash.link',
  'trash.after_near',
  'trash.before_unlink',
  'trash.after_unlink',
  'trash.mid_copy',
  'trash.after_near across disks',
]
const points: Record<Verb, string[]> = {
  trash: [
    'trash.before_hidden',
    ...moving,
    'trash.after_named',
    'trash.after_manifest',
    'trash.before_commit',
    'trash.after_commit',
  ],
  restore: [
    'restore.before_shown',
    ...moving,
    'restore.after_named',
    'restore.before_commit',
    'restore.after_commit',
  ],
  purge: ['purge.before_commit', 'purge.after_commit', 'trash.before_unlink', 'trash.after_unlink'],
}
/** Killed before anything was decided, all is as it was. */
const undecided = ['trash.before_hidden', 'restore.before_shown', 'purge.before_commit']
const repeats = process.env.DEEP ? 25 : 1

test.group('The trash killed at any step', (group) => {
  let cast: Cast
  const found = { kills: 0, lost: 0, bothGone: 0, halfVisible: 0, unfinished: 0, manifest: 0 }
  group.each.timeout(1_200_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })
  group.teardown(() => {
    if (process.env.DEEP) console.log(JSON.stringify({ test: 'trash.kill', ...found }))
  })

  test('names every fail point there is', async ({ assert }) => {
    const files = await readdir(app.makePath('app/trash'))
    const sources = await Promise.all(
      files
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFile(app.makePath('app/trash', name), 'utf8'))
    )
    const named = sources.flatMap((source) =>
      [...source.matchAll(/failpoint\('(.+?)'\)/g)].map(([, name]) => name)
    )
    const tried = Object.values(points).flatMap((names) => names.map((name) => name.split(' ')[0]))
    assert.sameMembers([...new Set(named)], [...new Set(tried)])
  })

  for (const verb of ['trash', 'restore', 'purge'] as const) {
    for (const point of points[verb]) {
      test(`${verb} at ${point}: nothing is lost and nothing is half done`, async ({ assert }) => {
        for (let round = 0; round < repeats; round++) {
          const asset = await importBytes(await png(round, 60, 40), `${round}.png`, {
            owner: cast.owner,
            tags: ['Fox'],
          })
          if (verb !== 'trash') {
            await trashAssets({ assetIds: [asset.id], by: cast.owner, reason: null })
            await finishMoves()
          }

          assert.equal(await act(verb, asset.id, cast.owner.id, point), 'SIGKILL')
          found.kills++
          const decided = !undecided.includes(point)
          if (verb !== 'purge' || !decided) await countLosses(asset, found)
          if (!decided && verb !== 'purge') await countDecided(asset, verb === 'restore', found)
          assert.deepEqual(await state('counters'), await recount())

          await finishMoves()
          const left = await openWork()
          found.unfinished += left.length
          found.manifest += await manifestErrors()
          const gone = verb === 'purge' && decided
          if (gone) await countGone(asset, found)
          else await countLosses(asset, found)

          if (!gone) assert.equal(await act(verb, asset.id, cast.owner.id), 0)
          const copies = await copiesOf(asset)
          assert.lengthOf(copies, verb === 'purge' ? 0 : 1)
          found.manifest += await manifestErrors()
          const { kills, ...violations } = found
          assert.deepEqual(violations, none, `${kills} kills`)
          await db.from('assets').where('id', asset.id).delete()
        }
      })
    }
  }
})

test.group('The trash that may not', (group) => {
  let cast: Cast
  group.each.timeout(60_000)
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  const told = { ENOSPC: /disk is full/, EACCES: /may not write/, EIO: /EIO/ }
  for (const [code, words] of Object.entries(told)) {
    test(`${code}: hidden, whole, told, and followed up later`, async ({ assert }) => {
      const asset = await importBytes(await png(1, 60, 40), 'fox.png', { owner: cast.owner })
      assert.notEqual(await act('trash', asset.id, cast.owner.id, `trash.link throw:${code}`), 0)
      await asset.refresh()
      assert.isNotNull(asset.deletedAt)
      assert.equal(await hashOfOriginal(asset), asset.sha256)
      const [{ failure }] = await openWork()
      assert.match(failure, words)

      await finishMoves()
      await asset.refresh()
      assert.isNotNull(asset.trashPath)
      assert.equal(await hashOfOriginal(asset), asset.sha256)
      assert.isEmpty(await openWork())
    })
  }
})

const none = { lost: 0, bothGone: 0, halfVisible: 0, unfinished: 0, manifest: 0 }

/** Whatever its row says, its file is there with its bytes. */
async function countLosses(before: Asset, found: typeof none) {
  const copies = await copiesOf(before)
  if (!copies.length) found.bothGone++
  const asset = await Asset.find(before.id)
  if (!asset) return void found.lost++
  if ((await hashOfOriginal(asset)) === before.sha256) return
  if (asset.deletedAt) found.lost++
  else found.halfVisible++
}

async function countDecided(before: Asset, wasTrashed: boolean, found: typeof none) {
  const asset = await Asset.findOrFail(before.id)
  if (!!asset.deletedAt !== wasTrashed) found.halfVisible++
}

/** Purged: neither row nor file, and the manifest of the day says so. */
async function countGone(before: Asset, found: typeof none) {
  if (await Asset.find(before.id)) found.halfVisible++
  const copies = await copiesOf(before)
  found.unfinished += copies.length
  const lines = await manifestLines()
  if (lines.findLast(({ asset }) => asset === before.id)?.event !== 'purged') found.manifest++
}
