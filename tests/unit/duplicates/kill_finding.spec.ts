import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { findDuplicates } from '#duplicates/finding'
import { forgetPictureIndex } from '#duplicates/pairs/index_of_pictures'
import { createCast } from '#tests/helpers/cast'
import { emptyTables } from '#tests/helpers/database'
import { dice, flocks, listPicture, type Looks } from './looks.js'

const points = ['duplicates.before_pairs', 'duplicates.before_commit', 'duplicates.before_groups']
const repeats = process.env.DEEP ? 25 : 1

test.group('Finding duplicates killed at any step', (group) => {
  group.each.timeout(600_000)

  async function list(all: Looks[]) {
    await emptyTables()
    forgetPictureIndex()
    const { owner } = await createCast()
    for (const [at, looks] of all.entries()) {
      await listPicture(looks, owner, { fileName: `${at}.png`, size: 1_000 + at, modifiedAt: at })
    }
  }

  for (const point of points) {
    test(`${point}: the next run finds the same pairs and groups`, async ({ assert }) => {
      for (let round = 0; round < repeats; round++) {
        const all = await flocks(3, 20, dice(round + 1))
        await list(all)
        await findDuplicates()
        const expected = await found()
        assert.isNotEmpty(expected.pairs)
        assert.isNotEmpty(expected.members)

        await list(all)
        await killAt(point)
        await findDuplicates()
        assert.deepEqual(await found(), expected)
      }
    })
  }
})

async function killAt(point: string) {
  const child = spawn(
    process.execPath,
    ['--import', './bin/typescript.js', app.makePath('tests/helpers/find_child.ts')],
    {
      cwd: app.makePath(),
      env: { ...process.env, FAILPOINTS: `${point}=kill` },
      stdio: 'inherit',
    }
  )
  const [, signal] = await once(child, 'exit')
  if (signal !== 'SIGKILL') throw new Error(`${point} was not reached`)
}

/** Everything that finding leaves behind, but for numbers and times of the groups. */
async function found() {
  return {
    pairs: await db.from('duplicate_pairs').orderBy('left_id').orderBy('right_id'),
    members: await db
      .from('duplicate_group_members as m')
      .join('duplicate_groups as g', 'g.id', 'm.group_id')
      .orderBy(['g.preset', 'g.members_sha256', 'm.asset_id'])
      .select('g.preset', 'g.members_sha256', 'g.keeper_id', 'g.keeper_reason', 'g.worth')
      .select('m.asset_id', 'm.kind', 'm.distance', 'm.weak'),
    touched: await db.from('duplicate_touched'),
    waiting: await db
      .from('fingerprints')
      .whereNull('compared_order')
      .orWhereRaw('NOT crops_compared')
      .select('asset_id'),
  }
}
