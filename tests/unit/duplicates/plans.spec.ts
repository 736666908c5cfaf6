import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { rateAssets } from '#library/curation/marking'
import Asset from '#library/models/asset'
import { performNow, itemsOf } from '#tests/helpers/runs'
import { cancelRun } from '#queue/runs'
import JobRun from '#queue/models/job_run'
import ApplyPlanJob from '#duplicates/jobs/apply_plan_job'
import MakePlanJob from '#duplicates/jobs/make_plan_job'
import UndoPlanJob from '#duplicates/jobs/undo_plan_job'
import { defaultRules } from '#duplicates/keeper'
import { applyPlan, findPlan, planFor, plannedGroups, undoPlan } from '#duplicates/plans'
import { planPage } from '#duplicates/plans/page'
import { exportPlan, importPlan } from '#duplicates/plans/exchange'
import { rebuildTouched } from '#duplicates/groups/rebuilding'
import { moveFile, pendingMoves } from '#trash/moving'
import { type Cast, createCast } from '#tests/helpers/cast'
import { state } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, makeGroup, sourceFolder } from '#tests/helpers/duplicates'

const terms = { rules: defaultRules, rest: 'trash' as const, preset: 'normal' as const }

test.group('Duplicates / plans', (group) => {
  let cast: Cast
  group.each.setup(async () => {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
  })

  /** Groups of two, the second of which is kept by its size. */
  async function groups(count: number) {
    const made: Asset[][] = []
    for (let number = 0; number < count; number++) {
      const { owner } = cast
      const small = await assetWithFile(`small ${number}`, { owner, tags: ['Fox'] })
      const large = await assetWithFile(`much larger ${number}`, { owner })
      await makeAlike([small, large])
      await makeGroup([small, large])
      made.push([small, large])
    }
    return made
  }
  const plan = () => planFor({ ids: [1, 2, 3] }, { ...terms, by: cast.owner })
  async function savedAs(planId: number) {
    const made = await findPlan(planId, cast.owner)
    return text(Readable.from(exportPlan(made!)))
  }
  async function apply(planId: number) {
    const run = await performNow(await applyPlan({ planId, by: cast.owner }), new ApplyPlanJob())
    return { run, items: await itemsOf(run) }
  }

  test('a plan changes nothing and says what would be', async ({ assert }) => {
    const [[small, large]] = await groups(3)
    const before = await state()
    const id = await plan()
    assert.deepEqual(await state(), before)
    const made = await findPlan(id, cast.owner)
    assert.containsSubset(made, { state: 'ready', groups: 3, items: 3, bytes: 21 })
    const page = await plannedGroups(id)
    assert.equal(page.groups[0].keeper.id, large.id)
    assert.equal(page.groups[0].reason, 'size')
    assert.deepEqual(
      page.groups[0].others.map((item) => item.id),
      [small.id]
    )
    const { groups: shown } = await planPage(id, cast.owner)
    assert.include(shown[0].gains, 'Fox')
    assert.isNull(await findPlan(id, cast.editor))
  })

  test('applying does exactly the plan, skips what changed since and says what', async ({
    assert,
    cleanup,
  }) => {
    const root = await mkdtemp(join(tmpdir(), 'atelier-plan-'))
    cleanup(() => rm(root, { recursive: true }))
    const made = await groups(2)
    const { owner } = cast
    const folder = await sourceFolder(root, owner)
    const outside = await assetWithFile('outside', { owner, folder, path: 'a.png' })
    await utimes(join(root, 'a.png'), 1, outside.modifiedAt! / 1_000)
    const larger = await assetWithFile('outside, larger', { owner })
    await makeAlike([outside, larger])
    await makeGroup([outside, larger])
    const id = await plan()
    await rateAssets({ assetIds: [made[1][0].id], by: owner, rating: 2 })
    await writeFile(join(root, 'a.png'), 'painted')

    const { items } = await apply(id)
    assert.deepEqual(
      items.map((item) => [item.state, item.message]),
      [
        ['done', `Merged into “${made[0][1].fileName}”: 1 item`],
        ['skipped', `Changed since: ${made[1][0].fileName}.`],
        ['skipped', `Changed since: ${outside.fileName}.`],
      ]
    )
    const trashed = await Asset.query().whereNotNull('deleted_at')
    assert.deepEqual(
      trashed.map((asset) => asset.id),
      [made[0][0].id]
    )
    await assert.rejects(() => applyPlan({ planId: id, by: owner }), /not ready/)
  })

  test('what is unlike the keeper by now is not merged', async ({ assert }) => {
    await groups(3)
    const id = await plan()
    await db.from('duplicate_pairs').where('left_id', 1).delete()
    const { items } = await apply(id)
    assert.deepEqual(
      items.map((item) => item.state),
      ['skipped', 'done', 'done']
    )
    assert.match(items[0].message!, /not alike enough/)
  })

  test('a saved plan is applied later as if it had stayed', async ({ assert }) => {
    await groups(3)
    const saved = await savedAs(await plan())
    await db.from('duplicate_plans').delete()
    const id = await importPlan(Readable.from(saved), cast.owner)
    assert.containsSubset(await findPlan(id, cast.owner), { groups: 3, items: 3, bytes: 21 })
    const { items } = await apply(id)
    assert.isTrue(items.every((item) => item.state === 'done'))
    const other = JSON.stringify({ format: 'something else', groups: [] })
    const refused = Readable.from([other, other])
    await assert.rejects(() => importPlan(refused, cast.owner))
    assert.isTrue(refused.destroyed)
    const forged = saved.replaceAll(/"version":\d+/g, '"version":99')
    const { items: none } = await apply(await importPlan(Readable.from(forged), cast.owner))
    assert.isTrue(none.every((item) => item.state === 'skipped'))
  })

  test('what was undone is applied again from the saved plan', async ({ assert }) => {
    await groups(3)
    const id = await plan()
    const saved = await savedAs(id)
    const settle = async () => {
      for await (const { id: assetId } of pendingMoves()) await moveFile(assetId)
    }
    await apply(id)
    await settle()
    await performNow(await undoPlan({ planId: id, by: cast.owner }), new UndoPlanJob())
    await settle()
    const { items } = await apply(await importPlan(Readable.from(saved), cast.owner))
    assert.deepEqual(
      items.map((item) => item.state),
      ['done', 'done', 'done']
    )
  })

  test('files of read-only folders free nothing, in the list as in a plan', async ({
    assert,
    cleanup,
  }) => {
    const root = await mkdtemp(join(tmpdir(), 'atelier-plan-'))
    cleanup(() => rm(root, { recursive: true }))
    const { owner } = cast
    const folder = await sourceFolder(root, owner, false)
    const small = await assetWithFile('small', { owner, folder, path: 'a.png' })
    const large = await assetWithFile('much larger', { owner })
    await makeAlike([small, large])
    await rebuildTouched()
    const [{ id: groupId, reclaimable_bytes: bytes }] = await db
      .from('duplicate_groups')
      .where('preset', 'normal')
    assert.equal(bytes, 0)
    const id = await planFor({ ids: [groupId] }, { ...terms, by: owner })
    assert.containsSubset(await findPlan(id, owner), { items: 1, bytes: 0 })
  })

  test('a plan whose making was cancelled says so', async ({ assert }) => {
    const id = await planFor({ filters: { preset: 'normal' } }, { ...terms, by: cast.owner })
    const { jobRunId } = (await findPlan(id, cast.owner))!
    await cancelRun(await JobRun.findOrFail(jobRunId))
    assert.containsSubset(await findPlan(id, cast.owner), { state: 'stopped' })
  })

  test('a plan with one wrong group is not taken in at all', async ({ assert }) => {
    await groups(2)
    const saved = JSON.parse(await savedAs(await plan()))
    saved.groups[1].keeper.sha256 = 'none'
    await db.from('duplicate_plans').delete()
    await assert.rejects(() => importPlan(Readable.from(JSON.stringify(saved)), cast.owner))
    assert.isEmpty(await db.from('duplicate_plans'))
  })

  test('everything that matches a filter is planned by a job run, and undone as a whole', async ({
    assert,
  }) => {
    await groups(3)
    const before = await state()
    const filters = { preset: 'normal' as const }
    const id = await planFor({ filters }, { ...terms, by: cast.owner })
    const making = (await findPlan(id, cast.owner))!
    assert.equal(making.state, 'making')
    await performNow(await JobRun.findOrFail(making.jobRunId), new MakePlanJob())
    assert.containsSubset(await findPlan(id, cast.owner), { state: 'ready', groups: 3 })
    await apply(id)
    assert.notDeepEqual(await state(), before)
    const undoing = await undoPlan({ planId: id, by: cast.owner })
    const run = await performNow(undoing, new UndoPlanJob())
    assert.equal(run.done, 3)
    assert.deepEqual(await state(), before)
  })
})
