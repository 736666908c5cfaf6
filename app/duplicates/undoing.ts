import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { failpoint } from '#core/failpoints'
import { inTransaction, items, type Open } from '#library/curation/changes'
import { heldByLock, undoChange, type Undone } from '#library/curation/undoing'
import { openAssets } from '#library/seeing'
import { withdrawChange } from '#duplicates/decisions'
import { performFileOperations } from '#duplicates/files/operations'
import { reverseFiles } from '#duplicates/files/reversing'
import { rebuildSmallGroups } from '#duplicates/groups/rebuilding'
import { flushLog, log } from '#duplicates/log'
import { Refused } from '#duplicates/refusing'

interface Asked {
  changeId: string
  by: User
}

interface Merge {
  keeper_id: number
  user_id: number | null
  body: string
}

/**
 * Takes a merge back: the files, everything the keeper took over, marks of everybody, and what
 * was decided. What was changed again since stays and is named in `refused`. Twice is as once.
 * Throws Refused where it is somebody else's.
 */
export async function undoMerge({ changeId, by }: Asked): Promise<Undone> {
  await performFileOperations(changeId)
  const undoId = randomUUID()
  const undone = await db.transaction((trx) => undoWithin(trx, { changeId, by, undoId }))
  await finishUndo(undoId)
  return undone
}

/** Takes all of a merge back where the library is asked to undo its change. */
export async function answerUndo(asked: Asked & { undone?: Undone }) {
  const merge = await db.from('duplicate_merges').where('change_id', asked.changeId).first()
  if (merge) asked.undone = await undoMerge(asked)
}

/** The part in the database, for a transaction that holds more; `finishUndo` follows its commit. */
export async function undoWithin(
  trx: TransactionClientContract,
  { changeId, by, undoId }: Asked & { undoId: string }
): Promise<Undone> {
  const merges: Merge[] = await trx
    .from('duplicate_merges')
    .where('change_id', changeId)
    .whereNull('undone_at')
  if (!merges.length) {
    return { changeId, count: 0, refused: [], text: 'There was nothing left to undo.' }
  }
  if (merges.some(({ user_id: person }) => person !== by.id) && !by.isAdmin) {
    throw new Refused('Only the person who merged these, or an administrator, can undo it.')
  }
  const touched = () =>
    trx
      .from('revisions as r')
      .join('assets as a', 'a.id', 'r.asset_id')
      .where('r.change_id', changeId)
  const seen = openAssets(by)
  const hidden = await touched().whereRaw(`NOT (${seen.sql})`, seen.bindings).first()
  if (hidden) {
    throw new Refused('Some of these are private to somebody else, who alone can undo this.')
  }
  const held = await touched()
    .whereRaw(heldByLock)
    .whereNotIn('r.field', ['merged', 'decision'])
    .first()
  if (held) throw new Refused('Some of these are locked by now. Unlock them, then undo.')
  const waiting = await trx
    .from('duplicate_file_operations')
    .where('change_id', changeId)
    .whereNull('done_at')
    .first()
  if (waiting) {
    throw new Refused(
      'A file of this merge is still on its way: see the log of duplicates for what holds it up, then undo again.'
    )
  }
  return inTransaction({ trx, changeId: undoId }, async (open) => {
    const count = await putBack(open, { changeId, by })
    for (const merge of merges) await restoreCovers(trx, merge)
    const { refused } = await undoChange({ changeId, by, trx, everybodys: true })
    await trx.from('duplicate_merges').where('change_id', changeId).update({ undone_at: open.now })
    await rebuildSmallGroups(trx, merges.flatMap(membersOf))
    await failpoint('undo.before_commit')
    const text = `Undone: the merge of ${items(count)}.`
    return { changeId, count, refused, text: refused.length ? `${text} ${stayed}` : text }
  })
}

export async function finishUndo(undoId: string) {
  await failpoint('undo.after_commit')
  await performFileOperations(undoId)
  await flushLog()
}

const stayed = 'What was changed again or locked since stayed as it is.'

const membersOf = ({ keeper_id, body }: Merge): number[] => [keeper_id, ...JSON.parse(body).others]

/** What the library's undo knows nothing of: files and decisions. */
async function putBack(open: Open, { changeId, by }: Asked) {
  const { trx, now } = open
  const standing = () => trx.from('revisions').where('change_id', changeId).whereNull('undone_at')
  await reverseFiles(open, { changeId, userId: by.id })
  await withdrawChange(trx, changeId, by)
  const merged = await standing().where('field', 'merged').select('asset_id')
  await standing()
    .whereIn('field', ['merged', 'linked', 'place'])
    .update({ undone_at: now, undone_by: by.id })
  const keepers = new Set<number>(merged.map((row) => row.asset_id))
  await log(
    trx,
    [...keepers].map((asset) => ({
      what: 'undo' as const,
      who: by.id,
      change: changeId,
      asset,
      result: 'done',
    }))
  )
  return merged.length + keepers.size
}

/** Where a collection still shows the keeper in place of its former cover. */
async function restoreCovers(trx: TransactionClientContract, { keeper_id, body }: Merge) {
  const { covers = [] } = JSON.parse(body) as { covers?: { id: number; assetId: number }[] }
  for (const { id, assetId } of covers) {
    await trx
      .from('collections')
      .where({ id, cover_asset_id: keeper_id })
      .update({ cover_asset_id: assetId })
  }
}
