import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { inTransaction, items, type Change } from '#library/curation/changes'
import { planMoves } from '#duplicates/files/moving'
import { findMembers } from '#duplicates/members'
import { finishMerge } from '#duplicates/merging'
import { lookAtFiles } from '#duplicates/merging/looking'
import { refuseLocked, refuseProtected } from '#duplicates/merging/permission'
import { Refused } from '#duplicates/refusing'
import { duplicateSettings } from '#duplicates/settings'

/**
 * Moves the files of these items to a writable source folder, without merging anything: journalled
 * steps, as after a merge. Throws Refused where one may not leave its folder or enter that one.
 */
export async function moveToFolder(order: {
  ids: number[]
  folderId?: number
  by: User
}): Promise<Change> {
  const { ids, folderId, by } = order
  const looked = await lookAtFiles({ keeperId: 0, otherIds: ids, by, rest: 'move', folderId })
  const change = await db.transaction((trx) =>
    inTransaction({ trx }, async (open) => {
      const members = await findMembers(ids, by, trx)
      if (members.length < ids.length) {
        throw new Refused('One of these items is gone or not yours to see. Nothing was moved.')
      }
      const settings = await duplicateSettings(trx)
      refuseLocked(members)
      refuseProtected(members, settings)
      await planMoves(open, { members, ...looked, folderId, by })
      const text = `Moved: ${items(members.length)}`
      return { changeId: open.changeId, count: members.length, text }
    })
  )
  await finishMerge(change.changeId)
  return change
}
