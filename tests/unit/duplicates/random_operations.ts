import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { decide, pairsAmong, undoDecisions } from '#duplicates/decisions'
import { mergeGroup, type MergeOrder, mergeWithin, type Rest } from '#duplicates/merging'
import { lookAtFiles } from '#duplicates/merging/looking'
import { undoMerge } from '#duplicates/undoing'
import { undoChange } from '#library/curation/undoing'
import ScanSourceFolderJob from '#library/jobs/scan_source_folder_job'
import Asset from '#library/models/asset'
import type SourceFolder from '#library/models/source_folder'
import { scanSourceFolder } from '#library/source_folders/source_folders'
import { purgeAsset } from '#trash/purging'
import { restoreAssets } from '#trash/restoring'
import { trashAssets } from '#trash/trashing'
import { importBytes } from '#tests/helpers/arrivals'
import { isMounted, listing, mount, unmount, wholeItems } from '#tests/helpers/mounting'
import { png } from '#tests/helpers/pictures'
import { performNow } from '#tests/helpers/runs'
import { age, type Change, type World } from './random_world.js'

/** What one step was, and what it may take away because somebody wants it gone or wrote to it. */
export interface Told {
  name: string
  losing?: number[]
  gone?: string[]
  /** The folder that somebody else wrote to. */
  meddled?: SourceFolder
}

const nothing: Told = { name: 'nothing' }

const itemsIn = ({ hidden }: World, isHidden: boolean) =>
  [...hidden].filter(([, trashed]) => trashed === isHidden).map(([id]) => id)

/** Up to three of them, all as likely. */
const few = <T>({ chance }: World, values: T[]) =>
  values.length ? [...new Set([1, 2, 3].slice(chance.next(3)).map(() => chance.pick(values)))] : []

/** Remembers how to take back what changes, and how all is before it. */
async function change(
  world: World,
  act: () => Promise<{ changeId: string }>,
  takeBack: (changeId: string) => ReturnType<Change['undo']>
) {
  const before = { hidden: new Map(world.hidden), decisions: await decisions() }
  const { changeId } = await act()
  world.changes.push({ ...before, undo: () => takeBack(changeId) })
}

const decisions = () =>
  db
    .from('duplicate_decisions')
    .orderByRaw('left_sha256, right_sha256')
    .select('left_sha256', 'right_sha256', 'verdict')

const turnTrash = (isHidden: boolean) =>
  async function turn(world: World): Promise<Told> {
    const by = world.cast.owner
    const assetIds = few(world, itemsIn(world, !isHidden))
    if (!assetIds.length) return nothing
    const asked = { assetIds, by, reason: null }
    await change(
      world,
      () => (isHidden ? trashAssets(asked) : restoreAssets(asked)),
      (changeId) => undoChange({ changeId, by })
    )
    for (const id of assetIds) world.hidden.set(id, isHidden)
    return { name: isHidden ? 'trash' : 'restore' }
  }

async function purge(world: World): Promise<Told> {
  const trashed = itemsIn(world, true)
  if (!trashed.length) return nothing
  const id = world.chance.pick(trashed)
  const row = await db.from('assets').where({ id }).firstOrFail()
  await purgeAsset({ id, deletedAt: row.deleted_at })
  world.hidden.delete(id)
  return { name: 'purge', losing: [id], gone: [row.sha256] }
}

async function copyIn(world: World): Promise<Told> {
  await importBytes(world.chance.pick(world.pictures), 'copy.png', { owner: world.cast.owner })
  await learn(world)
  return { name: 'copy in' }
}

/** What an import or a scan took in is seen. */
async function learn({ hidden }: World) {
  const rows = await db.from('assets').orderBy('id').select('id')
  for (const { id } of rows) if (!hidden.has(id)) hidden.set(id, false)
}

const merge = (rest: Rest) =>
  async function mergeSome(world: World): Promise<Told> {
    const { chance, folders } = world
    const by = world.cast.owner
    const shown = await Asset.query().whereNull('deleted_at').orderBy('id')
    const fittingTo = (keeper: Asset) => shown.filter((asset) => fits(keeper, asset, rest))
    const keepers = shown.filter((asset) => fittingTo(asset).length)
    if (!keepers.length) return nothing
    const keeper = chance.pick(keepers)
    const otherIds = few(world, fittingTo(keeper)).map(({ id }) => id)
    const order = { keeperId: keeper.id, otherIds, by, rest, folderId: folders[1].id }
    await change(
      world,
      () => (chance.next(3) ? mergeGroup(order) : breakOff(order)),
      (changeId) => undoMerge({ changeId, by })
    )
    if (rest === 'trash') for (const id of otherIds) world.hidden.set(id, true)
    return { name: `merge ${rest}` }
  }

/** As after a crash: the files of the merge are left to the next recovery. */
async function breakOff(order: MergeOrder) {
  const looked = await lookAtFiles(order)
  return db.transaction((trx) => mergeWithin(trx, { ...order, looked }))
}

const fits = (keeper: Asset, { id, sha256, sourceFolderId }: Asset, rest: Rest) =>
  id !== keeper.id &&
  (rest !== 'link' || (sha256 === keeper.sha256 && sourceFolderId === keeper.sourceFolderId))

async function decideSomething(world: World): Promise<Told> {
  const by = world.cast.owner
  const pairs = pairsAmong(few(world, itemsIn(world, false)))
  if (!pairs.length) return nothing
  const verdict = world.chance.pick(['different', 'variants'] as const)
  await change(
    world,
    () => decide({ pairs, verdict, by }),
    (changeId) => undoDecisions({ changeId, by })
  )
  return { name: 'decide' }
}

/** The last change is taken back as a whole, or refused as a whole. */
async function undo(world: World): Promise<Told> {
  const { changes, hidden } = world
  const last = changes.at(-1)
  if (!last) return nothing
  const result = await last.undo()
  changes.pop()
  if (typeof result === 'object' && result.refused.length) throw new Error('Half an undo')
  for (const id of hidden.keys()) hidden.set(id, last.hidden.get(id) ?? false)
  const now = JSON.stringify(await decisions())
  if (now !== JSON.stringify(last.decisions)) throw new Error('Other decisions than before')
  return { name: 'undo' }
}

async function scan(world: World): Promise<Told> {
  const { chance, cast, folders } = world
  const lossAccepted = chance.next(2) === 1
  const run = await scanSourceFolder(chance.pick(folders), cast.owner, { lossAccepted })
  const { state } = await performNow(run, new ScanSourceFolderJob())
  await learn(world)
  return { name: `scan ${state}` }
}

/** Somebody paints over a file, and over what is linked to it, or renames or removes it. */
async function meddle({ chance, folders }: World): Promise<Told> {
  const there = folders.filter(isMounted)
  if (!there.length) return nothing
  const folder = chance.pick(there)
  const names = await readdir(folder.path)
  if (!names.length) return nothing
  const { name, sha256 } = chance.pick(await listing(folder))
  const before = await wholeItems(folders)
  const way = chance.pick(['change', 'rename', 'remove'] as const)
  const path = join(folder.path, name)
  if (way === 'remove') await rm(path)
  if (way === 'rename') await rename(path, join(folder.path, `new ${chance.next(1e6)}.png`))
  if (way === 'change') {
    await writeFile(path, await png(1_000 + chance.next(1e6), 40, 30))
    await age(path)
  }
  const after = await wholeItems(folders)
  const losing = before.filter((id) => !after.includes(id))
  return { name: way, losing, gone: way === 'rename' ? [] : [sha256], meddled: folder }
}

async function turnMount({ chance, folders }: World): Promise<Told> {
  const away = folders.filter((each) => !isMounted(each))
  const folder = chance.pick(away.length ? away : folders)
  const is = isMounted(folder)
  await (is ? unmount(folder) : mount(folder))
  return { name: is ? 'unmount' : 'mount' }
}

/** Each does one thing where there is something to do it to. */
export const operations = [
  ...[turnTrash(true), turnTrash(false), purge, copyIn, decideSomething],
  ...[merge('trash'), merge('trash'), merge('keep'), merge('move'), merge('link')],
  ...[undo, undo, undo, scan, scan, meddle, meddle, turnMount, turnMount],
]
