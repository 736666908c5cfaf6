import { isProtected, type Member } from '#duplicates/members'
import type { MergeOrder, MergePreview } from '#duplicates/merging'
import { Refused } from '#duplicates/refusing'
import type { DuplicateSettings } from '#duplicates/settings'

/** Throws Refused where a merge would take something from somebody, or touch what must stay as it is. */
export function refuseUnlessAllowed(
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
  refuseLocked(others)
  refuseProtected(others, { protectedFolders })
}

/** Throws Refused where one of them lies in a folder whose files stay where they are. */
export function refuseProtected(
  members: Member[],
  { protectedFolders }: Pick<DuplicateSettings, 'protectedFolders'>
) {
  const safe = members.filter((member) => isProtected(member, protectedFolders))
  if (safe.length) throw new Refused(`${namesOf(safe)}: lies in a protected folder and stays.`)
}

/** Throws Refused where one of them is to stay as it is. */
export function refuseLocked(members: Member[]) {
  const locked = members.filter(({ isLocked }) => isLocked)
  if (locked.length) {
    throw new Refused(`${namesOf(locked)}: locked, and stays. Unlock it first, or keep it.`)
  }
}

const namesOf = (members: Member[]) => members.map(({ fileName }) => `“${fileName}”`).join(', ')
