import { existsSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, parse, posix } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type SourceFolder from '#library/models/source_folder'
import { folderOfMove, writableFolder } from '#duplicates/files/folders'
import { findMembers, type Member } from '#duplicates/members'
import type { MergeOrder } from '#duplicates/merging'
import { Refused } from '#duplicates/refusing'

/** What a merge has to know of the disk: the name each file gets that is to be moved, by item. */
export interface Looked {
  names: Map<number, string>
}

/**
 * Looks at the files of a merge before its transaction, which a slow disk is not to hold up.
 * Throws Refused where they cannot go the way that was asked for.
 */
export async function lookAtFiles(order: Omit<MergeOrder, 'preset'>): Promise<Looked> {
  const { keeperId, otherIds, by, rest } = order
  const names = new Map<number, string>()
  if (rest === 'keep') return { names }
  const members = await findMembers([keeperId, ...otherIds], by)
  const others = members.filter(({ id }) => id !== keeperId)
  const keeper = members.find(({ id }) => id === keeperId)
  if (keeper) await refuseTheSameFile(keeper, others)
  const ids = new Set(members.map(({ sourceFolderId }) => sourceFolderId))
  if (rest === 'link' && keeper) refuseUnlessThere(await folderOf(keeper.sourceFolderId, order))
  if (rest !== 'move') return { names }
  const target = await folderOfMove(db.connection(), order)
  ids.delete(null)
  for (const id of ids.add(target.id)) refuseUnlessThere(await folderOf(id, order))
  return { names: await freeNames(target, others) }
}

const folderOf = (id: number | null, { by }: Pick<MergeOrder, 'by'>) =>
  writableFolder(db.connection(), id, by)

function refuseUnlessThere({ name, path }: SourceFolder) {
  if (!existsSync(path)) throw new Refused(`“${name}” is not there. Is its disk mounted?`)
}

/** "name.png", or "name (2).png" where that is taken, for what does not lie there already. */
async function freeNames(folder: SourceFolder, members: Member[]) {
  const taken = new Set(await readdir(folder.path))
  const last = new Map<string, number>()
  const moving = members.filter(({ sourceFolderId }) => sourceFolderId !== folder.id)
  return new Map(
    moving.map(({ id, fileName }) => {
      const { name, ext, base } = parse(posix.basename(fileName))
      let [free, number] = [base, last.get(base) ?? 1]
      while (taken.has(free)) free = `${name} (${++number})${ext}`
      taken.add(free)
      last.set(base, number)
      return [id, free]
    })
  )
}

/** One file seen through two folders is no duplicate: with the one the other would go. */
async function refuseTheSameFile(keeper: Member, others: Member[]) {
  const kept = await placeOf(keeper)
  const places = await Promise.all(others.map(placeOf))
  const same = others.filter((_, at) => places[at] === kept)
  if (!same.length) return
  const names = same.map(({ fileName }) => `“${fileName}”`).join(', ')
  throw new Refused(
    `${names}: is the very file of “${keeper.fileName}”, seen through another folder. Take one of the two folders out of the library instead.`
  )
}

/** The folder by its number, for one that is mounted twice has two paths. */
async function placeOf({ path }: Member) {
  const real = await realpath(path).catch(() => path)
  const folder = await stat(dirname(real)).catch(() => null)
  return folder ? `${folder.dev} ${folder.ino} ${basename(real)}` : real
}
