import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { logsPath, trashPath } from '#core/paths'
import { sha256Of } from '#library/importing/placing'
import type Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { recoverDuplicateWork } from '#duplicates/files/operations'
import { mergeGroup, type Rest } from '#duplicates/merging'
import { moveFile, pendingMoves } from '#trash/moving'
import { type Cast, createCast } from '#tests/helpers/cast'
import { emptyDataFolders, emptyTables } from '#tests/helpers/database'
import { assetWithFile, makeAlike, sourceFolder } from '#tests/helpers/duplicates'

/** Every step of a merge and of its undo, by what becomes of the others; from `kept` on it is there for good. */
const points: { name: string; rest: Rest; undo?: true; kept?: true }[] = [
  { name: 'merge.after_union', rest: 'trash' },
  { name: 'merge.before_commit', rest: 'trash' },
  { name: 'merge.after_commit', rest: 'trash', kept: true },
  { name: 'log.after_write', rest: 'trash', kept: true },
  { name: 'log.after_append', rest: 'trash', kept: true },
  { name: 'merge.after_commit', rest: 'link', kept: true },
  { name: 'link.after_former', rest: 'link', kept: true },
  { name: 'link.after_link', rest: 'link', kept: true },
  { name: 'link.after_rename', rest: 'link', kept: true },
  { name: 'link.before_commit', rest: 'link', kept: true },
  { name: 'link.after_commit', rest: 'link', kept: true },
  { name: 'merge.after_commit', rest: 'move', kept: true },
  { name: 'move.after_near', rest: 'move', kept: true },
  { name: 'move.after_named', rest: 'move', kept: true },
  { name: 'move.before_commit', rest: 'move', kept: true },
  { name: 'move.after_commit', rest: 'move', kept: true },
  { name: 'move.before_unlink', rest: 'move', kept: true },
  { name: 'move.set_aside', rest: 'move', kept: true },
  { name: 'move.after_unlink', rest: 'move', kept: true },
  { name: 'undo.before_commit', rest: 'trash', undo: true, kept: true },
  { name: 'undo.after_commit', rest: 'trash', undo: true },
  { name: 'unlink.after_copy', rest: 'link', undo: true },
  { name: 'unlink.after_rename', rest: 'link', undo: true },
  { name: 'unlink.after_commit', rest: 'link', undo: true },
]
const repeats = process.env.DEEP ? 25 : 1

test.group('A merge killed at any step', (group) => {
  let cast: Cast
  let root: string
  let pictures: SourceFolder
  let later: SourceFolder
  const counts = { killed: 0, lost: 0, bothGone: 0, halfVisible: 0, logIncomplete: 0, left: 0 }
  group.each.timeout(600_000)
  group.each.setup(async () => {
    root = await mkdtemp(join(tmpdir(), 'atelier-kill-'))
    return () => rm(root, { recursive: true, force: true })
  })
  group.teardown(() => console.log(`    ${JSON.stringify(counts)}`))

  test('names every fail point there is', async ({ assert }) => {
    const named: string[] = []
    const room = app.makePath('app/duplicates')
    for (const file of await readdir(room, { recursive: true })) {
      if (!file.endsWith('.ts')) continue
      const source = await readFile(join(room, file), 'utf8')
      named.push(...[...source.matchAll(/failpoint\('(.+?)'\)/g)].map(([, name]) => name))
    }
    assert.sameMembers(
      [...new Set(named)].filter((name) => !name.startsWith('duplicates.')),
      [...new Set(points.map(({ name }) => name))]
    )
  })

  for (const point of points) {
    test(`${point.name}, ${point.rest}: no byte lost, nothing half there, all of it logged`, async ({
      assert,
    }) => {
      for (let round = 0; round < repeats; round++) {
        const pair = await begin(point.rest)
        const before = pair.map(({ sha256 }) => sha256)
        await killAt(point, pair)
        counts.killed++
        await check(pair, before)
        await recoverDuplicateWork({ minutes: -1 })
        for await (const { id } of pendingMoves()) await moveFile(id)
        await check(pair, before)
        await checkSettled(point, pair)
        const { killed, ...violations } = counts
        assert.deepEqual(Object.values(violations), [0, 0, 0, 0, 0], `${killed} killed`)
      }
    })
  }

  async function begin(rest: Rest) {
    await emptyTables()
    await emptyDataFolders()
    await rm(root, { recursive: true })
    for (const name of ['pictures', 'later']) await mkdir(join(root, name), { recursive: true })
    cast = await createCast()
    const { owner } = cast
    pictures = await sourceFolder(join(root, 'pictures'), owner)
    later = await sourceFolder(join(root, 'later'), owner)
    const folder = pictures
    const file = (fileName: string) => ({ owner, folder, path: fileName, file: { fileName } })
    const keeper = await assetWithFile('fox', file('fox.png'))
    const copy = { ...file('copy.png'), tags: ['Sea'] }
    const other = await assetWithFile(rest === 'link' ? 'fox' : 'other fox', copy)
    await makeAlike([keeper, other])
    return [keeper, other]
  }

  async function killAt({ name, rest, undo }: (typeof points)[number], [keeper, other]: Asset[]) {
    const ids = [rest, rest === 'move' ? later.id : 0, keeper.id, other.id]
    if (!undo) return child(['merge', ...ids], name)
    const order = { keeperId: keeper.id, otherIds: [other.id], by: cast.owner, rest }
    const { changeId } = await mergeGroup(order)
    for await (const { id } of pendingMoves()) await moveFile(id)
    await child(['undo', changeId], name)
  }

  async function child(words: (string | number)[], point: string) {
    const script = app.makePath('tests/helpers/merge_child.ts')
    const killed = spawn(
      process.execPath,
      ['--import', './bin/typescript.js', script, String(cast.owner.id), ...words.map(String)],
      {
        cwd: app.makePath(),
        env: { ...process.env, FAILPOINTS: `${point}=kill` },
        stdio: 'inherit',
      }
    )
    const [, signal] = await once(killed, 'exit')
    if (signal !== 'SIGKILL') throw new Error(`${point} was not reached`)
  }

  /** At any time: each content is somewhere, and the rows tell one and the same story. */
  async function check([keeper, other]: Asset[], contents: string[]) {
    const found = await filesIn(root, trashPath())
    const there = await Promise.all(found.map(sha256Of))
    for (const sha256 of contents) if (!there.includes(sha256)) counts.lost++
    if (there.length === 0) counts.bothGone++
    const merged = !!(await db.from('duplicate_merges').whereNull('undone_at').first())
    const tags = await db.from('asset_tags').where('asset_id', keeper.id)
    await other.refresh()
    const decided = await db.from('duplicate_decisions')
    const settled = !!other.deletedAt || decided.length > 0
    if (tags.length > 0 !== merged || settled !== merged) counts.halfVisible++
  }

  /** After the recovery: files where rows say, no names left over, no step open, every line there once. */
  async function checkSettled({ rest, kept }: (typeof points)[number], pair: Asset[]) {
    const merged = !!(await db.from('duplicate_merges').whereNull('undone_at').first())
    if (merged !== !!kept) counts.halfVisible++
    for (const asset of pair) {
      await asset.refresh()
      const folder = asset.sourceFolderId === later.id ? later : pictures
      const path = asset.trashPath ? trashPath(asset.trashPath) : join(folder.path, asset.path)
      if ((await sha256Of(path).catch(() => null)) !== asset.sha256) counts.lost++
    }
    if (merged && rest === 'move' && pair[1].sourceFolderId !== later.id) counts.halfVisible++
    const files = await filesIn(root, trashPath())
    if (files.filter((path) => !path.endsWith('.jsonl')).length !== pair.length) counts.left++
    const open = await db.from('duplicate_file_operations').whereNull('done_at')
    counts.left += open.length
    await checkLog(pair)
  }

  async function checkLog([keeper, other]: Asset[]) {
    const names = await readdir(logsPath())
    const name = names.find((file) => file.startsWith('duplicates-'))
    const text = name ? await readFile(logsPath(name), 'utf8') : ''
    const lines = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
    const times = (what: string, asset: Asset) =>
      lines.filter((line) => line.what === what && line.asset === asset.id).length
    const merges = await db.from('duplicate_merges')
    const done = await db.from('duplicate_file_operations').whereNotNull('done_at')
    const of = (verb: string) => done.filter((row) => row.verb === verb).length
    const undone = merges.filter((row) => row.undone_at).length
    const expected = [
      [times('merge', keeper), merges.length],
      [times('link', other), of('link')],
      [times('move', other), of('move')],
      [times('undo', keeper), undone],
      [times('undo', other), of('unlink')],
    ]
    if (text !== '' && !text.endsWith('\n')) counts.logIncomplete++
    counts.logIncomplete += expected.filter(([is, should]) => is !== should).length
    const waiting = await db.from('duplicate_log_lines')
    counts.logIncomplete += waiting.length
  }
})

async function filesIn(...roots: string[]) {
  const found: string[] = []
  for (const root of roots) {
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) found.push(join(entry.parentPath, entry.name))
    }
  }
  return found
}
