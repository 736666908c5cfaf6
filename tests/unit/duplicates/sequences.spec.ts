import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import { Refused } from '#duplicates/refusing'
import { recount, state } from '#tests/helpers/curation'
import { isMounted, mount } from '#tests/helpers/mounting'
import { png } from '#tests/helpers/pictures'
import { random } from '#tests/helpers/random'
import { operations, type Told } from './random_operations.js'
import { createWorld, leftOver, settle, stateOf, type World } from './random_world.js'

/** One of them again: FIRST=17 SEQUENCES=1. */
const first = Number(process.env.FIRST ?? 0)
const sequences = Number(process.env.SEQUENCES ?? (process.env.DEEP ? 300 : 8))
const seed = Number(process.env.SEED ?? 20_261_121)
const steps = 12

test.group('Random sequences with folders, duplicates and the trash', (group) => {
  let root: string
  let pictures: Buffer[]
  const counts: Record<string, number> = {}
  group.each.timeout(3_600_000)
  group.setup(async () => {
    pictures = await Promise.all([1, 2, 3, 4, 5].map((number) => png(number, 40, 30)))
    root = await mkdtemp(join(tmpdir(), 'atelier-sequences-'))
    return () => rm(root, { recursive: true, force: true })
  })

  test(`${sequences} of them lose no byte, touch no read-only folder, and show what they ought to`, async ({
    assert,
  }) => {
    for (let number = first; number < first + sequences; number++) {
      const world = await createWorld(root, pictures, random(seed + number))
      const told = [`sequence ${number} of seed ${seed}`]
      for (let step = 0; step < steps; step++) await tryOne(world, told, assert)
      for (const folder of world.folders) if (!isMounted(folder)) await mount(folder)
      await settle()
      assert.isEmpty(await leftOver(world), told.join(', '))
      assert.deepEqual(await state('counters'), await recount(), told.join(', '))
    }
    console.log(`    ${JSON.stringify({ seed, first, sequences, steps, ...counts })}`)
  })

  async function tryOne(world: World, told: string[], assert: Assert) {
    const before = await stateOf(world)
    const did = await someOperation(world, told)
    told.push(did.name)
    counts[did.name] = (counts[did.name] ?? 0) + 1
    if (world.chance.next(2)) await settle()
    const after = await stateOf(world)
    const what = told.join(', ')
    assert.isEmpty(lost(before.whole, after.whole, did.losing), `files of items, ${what}`)
    assert.isEmpty(lost(before.bytes, after.bytes, did.gone), `contents, ${what}`)
    assert.deepEqual(after.hidden, [...world.hidden], what)
    if (did.meddled?.writable !== false) assert.deepEqual(after.kept, before.kept, what)
  }

  async function someOperation(world: World, told: string[]): Promise<Told> {
    try {
      return await world.chance.pick(operations)(world)
    } catch (error) {
      if (error instanceof Refused) return { name: 'refused' }
      throw new Error(`After ${told.join(', ')}`, { cause: error })
    }
  }
})

const lost = <T>(before: T[], after: T[], allowed: T[] = []) =>
  before.filter((each) => !after.includes(each) && !allowed.includes(each))
