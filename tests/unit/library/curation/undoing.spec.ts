import fc from 'fast-check'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { changeAssets } from '#library/curation/bulk'
import { editAsset, revertField } from '#library/curation/editing'
import { moveInCollection } from '#library/curation/ordering'
import { mergeTags } from '#library/curation/merging'
import { undoChange } from '#library/curation/undoing'
import type { AssetChange } from '#library/curation/changes'
import type { FieldName } from '#library/curation/fields'
import { createCast, type Cast } from '#tests/helpers/cast'
import { createAsset } from '#tests/helpers/library'
import { createCollection, state, recount } from '#tests/helpers/curation'
import { emptyTables } from '#tests/helpers/database'

type Step =
  | { change: AssetChange; on: number[]; who: keyof Cast }
  | { edit: FieldName; to: string; on: number }
  | { revert: FieldName; on: number }
  | { move: number; before: number | null }
  | { merge: [number, number] }

const words = ['red fox', 'sea at night', 'tower', '']
const tags = ['Fox', 'draft', 'Night Sky', 'fog']
const who = fc.constantFrom<keyof Cast>('owner', 'editor')
const some = fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 5 })
const change = fc.oneof(
  fc.record({ verb: fc.constant('rate'), rating: fc.option(fc.integer({ min: 1, max: 5 })) }),
  fc.record({ verb: fc.constant('favorite'), favorite: fc.boolean() }),
  fc.record({ verb: fc.constant('tag'), names: fc.subarray(tags, { minLength: 1 }) }),
  fc.record({ verb: fc.constant('untag'), names: fc.subarray(tags, { minLength: 1 }) }),
  fc.record({ verb: fc.constantFrom('collect', 'uncollect'), collectionId: fc.constantFrom(1, 2) }),
  fc.record({
    verb: fc.constant('set_visibility'),
    visibility: fc.constantFrom('everyone', 'private'),
  })
) as fc.Arbitrary<AssetChange>
const edits = fc.oneof(
  fc.tuple(fc.constantFrom<FieldName>('prompt', 'notes', 'model'), fc.constantFrom(...words)),
  fc.tuple(fc.constant<FieldName>('steps'), fc.constantFrom('20', '')),
  fc.tuple(fc.constant<FieldName>('loras'), fc.constantFrom('detail:0.8\nfog', 'fog', '')),
  fc.tuple(
    fc.constant<FieldName>('capturedAt'),
    fc.constantFrom('2024-05-01', '2024-05-01 00:00:01', '2023-12-31 23:59')
  )
)
const oneStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ change, on: some, who }) },
  {
    weight: 4,
    arbitrary: fc.tuple(edits, fc.nat(4)).map(([[field, to], on]) => ({ edit: field, to, on })),
  },
  {
    weight: 1,
    arbitrary: fc.record({ revert: fc.constantFrom<FieldName>('prompt', 'steps'), on: fc.nat(4) }),
  },
  { weight: 2, arbitrary: fc.record({ move: fc.nat(4), before: fc.option(fc.nat(4)) }) },
  {
    weight: 1,
    arbitrary: fc.record({ merge: fc.constantFrom<[number, number]>([0, 1], [1, 2], [3, 0]) }),
  }
)

test.group('Undoing', (group) => {
  let cast: Cast
  let ids: number[]
  group.each.setup(() => begin())

  async function begin() {
    await emptyTables()
    cast = await createCast()
    ids = []
    for (let number = 0; number < 5; number++) {
      const asset = await createAsset({
        owner: cast.owner,
        prompt: `a fox number ${number}`,
        model: number % 2 ? 'flux' : undefined,
        steps: 30,
        capturedAt: '2024-05-01 00:00:00',
        tags: number < 3 ? ['fox', 'draft'] : ['night sky', 'fog'],
      })
      ids.push(asset.id)
    }
    await createCollection('Best', cast.owner, ids.slice(0, 3))
    await createCollection('Later', cast.owner)
  }

  async function perform(step: Step) {
    if ('change' in step) {
      const assetIds = step.on.map((index) => ids[index])
      return changeAssets({ change: step.change, assetIds, by: cast[step.who] })
    }
    const by = cast.owner
    if ('edit' in step)
      return editAsset({ assetId: ids[step.on], values: { [step.edit]: step.to }, by })
    if ('revert' in step) return revertField({ assetId: ids[step.on], field: step.revert, by })
    if ('merge' in step) return merge(step.merge, by)
    const beforeId = step.before === null ? null : ids[step.before]
    return moveInCollection({ collectionId: 1, assetId: ids[step.move], beforeId, by })
  }

  async function merge([from, into]: [number, number], by: User) {
    const slugs = ['fox', 'draft', 'night_sky', 'fog']
    const a = await db.from('tags').where('slug', slugs[from]).first()
    const b = await db.from('tags').where('slug', slugs[into]).first()
    return a && b ? mergeTags({ fromId: a.id, intoId: b.id, by }) : null
  }

  test('brings every earlier state back, step by step', async ({ assert }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(oneStep, { minLength: 1, maxLength: 8 }), async (steps) => {
        await begin()
        const done: { before: unknown; changeId: string; by: User }[] = []
        for (const step of steps) {
          const before = await state()
          const by = 'who' in step ? cast[step.who] : cast.owner
          const made = await perform(step)
          assert.deepEqual(await state('counters'), await recount())
          if (made) done.push({ before, changeId: made.changeId, by })
        }
        for (const { before, changeId, by } of done.reverse()) {
          const undone = await undoChange({ changeId, by })
          assert.deepEqual(undone.refused, [])
          assert.deepEqual(await state(), before)
        }
        assert.deepEqual(await state('counters'), await recount())
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 40) }
    )
  }).timeout(300_000)
})
