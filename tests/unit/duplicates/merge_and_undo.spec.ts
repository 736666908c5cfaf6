import type { Dirent } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { mergeGroup, restWays } from '#duplicates/merging'
import { undoMerge } from '#duplicates/undoing'
import type User from '#accounts/models/user'
import type Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { rebuildTouched } from '#duplicates/groups/rebuilding'
import { createCast } from '#tests/helpers/cast'
import { createCollection, recount, state } from '#tests/helpers/curation'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, noteFile, sourceFolder } from '#tests/helpers/duplicates'
import { random } from '#tests/helpers/random'

const rounds = process.env.DEEP ? 200 : 20
const seed = Number(process.env.SEED ?? 20_261_121)

/** Grows only, or says when: histories, runs, the log, and what an undo writes down to be undone. */
const growing = [
  ...['revisions', 'job_runs', 'job_run_items', 'queue_jobs', 'duplicate_merges', 'trash_moves'],
  ...['duplicate_touched', 'duplicate_file_operations', 'sqlite_sequence'],
]

test.group('Duplicates / merge and undo', (group) => {
  let root: string
  group.each.timeout(600_000)
  group.setup(async () => {
    root = await mkdtemp(join(tmpdir(), 'atelier-undo-'))
    return () => rm(root, { recursive: true, force: true })
  })

  async function folders(owner: User) {
    const made = ['pictures', 'later'].map(async (name) => {
      await mkdir(join(root, name), { recursive: true })
      return sourceFolder(join(root, name), owner)
    })
    return Promise.all(made)
  }

  test(`${rounds} random groups merged and undone leave every table as it was`, async ({
    assert,
  }) => {
    const { next, pick, some } = random(seed)
    let differing = 0
    for (let round = 0; round < rounds; round++) {
      await emptyTables()
      await emptyDataFolders()
      const { owner, editor, stranger } = await createCast()
      const people = [owner, editor, stranger]
      await rm(root, { recursive: true, force: true })
      const [pictures, later] = await folders(owner)
      const rest = pick(restWays)
      const assets: Asset[] = []
      for (let number = 2 + next(4); number > 0; number--) {
        const asset = await randomAsset({ number, owner, folder: pictures, same: rest === 'link' })
        await noteFile(asset, pictures)
        assets.push(asset)
      }
      await makeAlike(assets)
      for (const name of ['Best', 'Print']) {
        const kept = some(assets).map(({ id }) => id)
        const visibility = pick(['everyone', 'private'])
        const id = await createCollection(name, pick(people), kept, visibility)
        if (kept.length) {
          await db
            .from('collections')
            .where({ id })
            .update({ cover_asset_id: pick(kept) })
        }
      }
      for (const asset of some(assets)) await randomMarks(asset.id, some(people))

      await rebuildTouched()
      const before = { ...(await allTables()), files: await filesBelow(root) }
      const [keeper, ...others] = assets
      const { changeId } = await mergeGroup({
        keeperId: keeper.id,
        otherIds: others.map(({ id }) => id),
        by: pick([owner, editor]),
        ...{ rest, folderId: later.id },
      })
      const [merge] = await db.from('duplicate_merges')
      const by = people.find(({ id }) => id === merge.user_id)!
      const { refused } = await undoMerge({ changeId, by })
      assert.isEmpty(refused)
      const after = { ...(await allTables()), files: await filesBelow(root) }
      if (JSON.stringify(after) !== JSON.stringify(before)) differing++
      assert.deepEqual(after, before, `seed ${seed}, round ${round}`)
      assert.deepEqual(await state('counters'), await recount())
    }
    console.log(`    ${JSON.stringify({ seed, groups: rounds, differing })}`)

    /** Links are of the same bytes only. */
    function randomAsset(of: { number: number; owner: User; folder: SourceFolder; same: boolean }) {
      const { number, owner, folder, same } = of
      const maybe = <T>(value: T) => (next(2) ? value : undefined)
      const fileName = `${number}.png`
      return assetWithFile(same ? 'one picture' : `picture ${number} of ${next(1e9)}`, {
        ...{ owner, folder, path: fileName, file: { fileName } },
        tags: some(['Fox', 'Sea', 'Tower']),
        capturedAt: `2024-05-0${1 + next(9)} 10:00:00`,
        prompt: maybe(`a fox ${next(9)}`),
        model: maybe(pick(['flux', 'sdxl'])),
        seed: maybe(String(next(1e6))),
        loras: maybe([{ name: 'detail', weight: next(10) / 10 }]),
        ai: maybe(true),
        notes: maybe(`note ${next(3)}`),
      })
    }

    async function randomMarks(assetId: number, by: User[]) {
      for (const { id } of by) {
        const mark = { rating: next(6) || null, favorite: next(2) === 1 }
        if (!mark.rating && !mark.favorite) continue
        await db.table('marks').insert({ user_id: id, asset_id: assetId, ...mark })
      }
    }
  })
})

/** Every row of every table but those that only grow; without times of editing and empty counters. */
async function allTables() {
  const contents: Record<string, unknown[]> = {}
  for (const table of await db.connection().getAllTables()) {
    if (growing.includes(table) || /^(asset_texts|adonis_)/.test(table)) continue
    const rows = await db.from(table)
    const bare = rows
      .map((row) => (table.startsWith('duplicate_group') ? withoutNumber(row) : row))
      .filter((row) => table !== 'facet_counts' || row.count !== 0)
      .map(({ edited_at: _edited, updated_at: _updated, ...row }) => JSON.stringify(row))
    contents[table] = bare.toSorted()
  }
  return contents
}

/** Groups are computed again, under numbers of their own. */
const withoutNumber = ({ id: _id, group_id: _group, created_at: _at, ...row }: any) => row

/** What lies where, with the number of names each file has. */
async function filesBelow(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => entryPath(entry))
  return Promise.all(
    paths.sort().map(async (path) => {
      const { nlink } = await stat(path)
      return [path, await readFile(path, 'utf8'), nlink]
    })
  )
}

const entryPath = ({ parentPath, name }: Dirent) => join(parentPath, name)
