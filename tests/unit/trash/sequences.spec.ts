import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { undoChange } from '#library/curation/undoing'
import Asset from '#library/models/asset'
import { replaceFile } from '#library/importing/replacing'
import { stageCopy } from '#library/importing/staging'
import { finishMoves } from '#trash/moving'
import { purgeAsset } from '#trash/purging'
import { restoreAssets } from '#trash/restoring'
import { trashAssets } from '#trash/trashing'
import { importBytes } from '#tests/helpers/arrivals'
import { type Cast, createCast } from '#tests/helpers/cast'
import { recount, state } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { png } from '#tests/helpers/pictures'
import { random } from '#tests/helpers/random'
import { contents, hashOfOriginal, manifestErrors, openWork } from '#tests/helpers/trash'

const sequences = process.env.DEEP ? 300 : 10
const seed = Number(process.env.SEED ?? 20_261_121)
const steps = 12

/** What an item ought to be: in the trash or not, its present bytes, and those kept as versions. */
interface Expected {
  trashed: boolean
  sha256: string
  versions: string[]
}

test.group('Random sequences with the trash', (group) => {
  let cast: Cast
  let pictures: Buffer[]
  let folder: string
  const { next, pick } = random(seed)
  const expected = new Map<number, Expected>()
  const changes: { id: string; assetId: number; before: boolean }[] = []
  const done: Record<string, number> = {}
  group.each.timeout(1_200_000)
  group.setup(async () => {
    pictures = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => png(number, 40, 30)))
    folder = await mkdtemp(join(tmpdir(), 'atelier-sequences-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test(`${sequences} of them leave every byte accounted for`, async ({ assert }) => {
    for (let number = 0; number < sequences; number++) {
      await begin()
      const told: string[] = []
      for (let step = 0; step < steps; step++) {
        told.push(await pick(operations)())
        if (next(2)) await finishMoves()
      }
      for (const name of told) done[name] = (done[name] ?? 0) + 1
      await finishMoves()
      const what = `sequence ${number} of seed ${seed}: ${told.join(', ')}`
      assert.deepEqual(await found(), wanted(), what)
      const bytes = await contents()
      assert.deepEqual(bytes.sort(), bytesWanted(), what)
      assert.equal(await manifestErrors(), 0, what)
      assert.isEmpty(await openWork(), what)
      assert.isEmpty(await db.from('file_operations'), what)
      assert.deepEqual(await state('counters'), await recount(), what)
    }
    if (process.env.DEEP)
      console.log(JSON.stringify({ test: 'trash.sequences', sequences, ...done }))
  })

  async function begin() {
    await emptyTables()
    await emptyDataFolders()
    cast = await createCast()
    expected.clear()
    changes.length = 0
    for (const bytes of pictures.slice(0, 3)) await arrive(bytes)
  }

  /** Bytes the library has, in sight or in the trash, make no second item. */
  async function arrive(bytes: Buffer) {
    const asset = await importBytes(bytes, `${next(1_000)}.png`, { owner: cast.owner })
    const sha256 = hashOf(bytes)
    const known = [...expected].find(([, item]) => item.sha256 === sha256)
    if (known && known[0] !== asset.id) throw new Error(`A second item of ${sha256}`)
    if (!known) expected.set(asset.id, { trashed: false, sha256, versions: [] })
  }

  function chosen(isWanted: (item: Expected) => boolean) {
    const ids = [...expected].filter(([, item]) => isWanted(item)).map(([id]) => id)
    return ids.length ? pick(ids) : null
  }

  /** Each does one thing where there is something to do it to, and answers its name. */
  const operations = [
    async () => {
      await arrive(pick(pictures))
      return 'import'
    },
    () => change(true),
    () => change(true),
    () => change(false),
    undo,
    replace,
    purge,
  ]

  async function change(trashed: boolean) {
    const id = chosen((item) => item.trashed !== trashed)
    if (!id) return 'nothing'
    const asked = { assetIds: [id], by: cast.owner }
    const { changeId } = trashed
      ? await trashAssets({ ...asked, reason: null })
      : await restoreAssets(asked)
    expected.get(id)!.trashed = trashed
    changes.push({ id: changeId, assetId: id, before: !trashed })
    return trashed ? 'trash' : 'restore'
  }

  /** The last change of an item is taken back; of an earlier one the later word stays. */
  async function undo() {
    if (!changes.length) return 'nothing'
    const last = changes.pop()!
    await undoChange({ changeId: last.id, by: cast.owner })
    const item = expected.get(last.assetId)
    if (item) item.trashed = last.before
    return 'undo'
  }

  async function replace() {
    const id = chosen((item) => !item.trashed)
    const used = [...expected.values()].map(({ sha256 }) => sha256)
    const bytes = pick(pictures)
    if (!id || used.includes(hashOf(bytes))) return 'nothing'
    const path = join(folder, 'new.png')
    await writeFile(path, bytes)
    const staged = await stageCopy(path)
    const asset = await Asset.findOrFail(id)
    const result = await replaceFile(asset, { path: staged.path, name: 'new.png' }, cast.owner)
    if (result.state === 'failed') return 'refused replacement'
    const item = expected.get(id)!
    item.versions.push(item.sha256)
    item.sha256 = hashOf(bytes)
    return 'replace'
  }

  async function purge() {
    const id = chosen((item) => item.trashed)
    if (!id) return 'nothing'
    const row = await db.from('assets').where({ id }).firstOrFail()
    await purgeAsset({ id, deletedAt: row.deleted_at })
    expected.delete(id)
    return 'purge'
  }

  async function found() {
    const rows = await Asset.query().orderBy('id')
    return Promise.all(
      rows.map(async (asset) => ({
        id: asset.id,
        trashed: !!asset.deletedAt,
        inTrash: !!asset.trashPath,
        sha256: await hashOfOriginal(asset),
      }))
    )
  }

  function wanted() {
    return [...expected]
      .map(([id, { trashed, sha256 }]) => ({ id, trashed, inTrash: trashed, sha256 }))
      .sort((one, other) => one.id - other.id)
  }

  /** Once in the trash for each item there; once among the originals for all that need them. */
  function bytesWanted() {
    const items = [...expected.values()]
    const trashed = items.filter((item) => item.trashed).map(({ sha256 }) => sha256)
    const shown = items.filter((item) => !item.trashed).map(({ sha256 }) => sha256)
    const kept = new Set([...shown, ...items.flatMap(({ versions }) => versions)])
    return [...trashed, ...kept].sort()
  }
})

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
