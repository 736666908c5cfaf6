import { realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { isProtected, type Member } from '#duplicates/members'
import type { MergeOrder, MergePreview } from '#duplicates/merging'
import { Refused } from '#duplicates/refusing'
import type { DuplicateSettings } from '#duplicates/settings'

/** Throws Refused where a merge would take something from somebody, or touch what must stay as it is. */
export async function refuseUnlessAllowed(
  { keeper, others }: MergePreview,
  { by, rest }: MergeOrder,
  { protectedFolders }: DuplicateSettings
) {
  if (!by.canEdit) throw new Refused('Viewers look at the library and do not change it.')
  if (keeper.audience !== 0 && others.some(({ audience }) => audience === 0)) {
    throw new Refused(
      `“${keeper.fileName}” is private: merged into it, the others would be hidden from everybody else. Show it to everyone first, or keep another one.`
    )
  }
  if (rest === 'keep') return
  const safe = others.filter((other) => isProtected(other, protectedFolders))
  if (safe.length) throw new Refused(`${namesOf(safe)}: lies in a protected folder and stays.`)
  await refuseTheSameFile(keeper, others)
}

/** One file seen through two folders is no duplicate: with the one the other would go. */
async function refuseTheSameFile(keeper: Member, others: Member[]) {
  const kept = await placeOf(keeper)
  const places = await Promise.all(others.map(placeOf))
  const same = others.filter((_, at) => places[at] === kept)
  if (!same.length) return
  throw new Refused(
    `${namesOf(same)}: is the very file of “${keeper.fileName}”, seen through another folder. Take one of the two folders out of the library instead.`
  )
}

/** The folder by its number, for one that is mounted twice has two paths. */
async function placeOf({ path }: Member) {
  const real = await realpath(path).catch(() => path)
  const folder = await stat(dirname(real)).catch(() => null)
  return folder ? `${folder.dev} ${folder.ino} ${basename(real)}` : real
}

const namesOf = (members: Member[]) => members.map(({ fileName }) => `“${fileName}”`).join(', ')
