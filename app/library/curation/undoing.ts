import { editableAssets, seenAssets } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import type User from '#accounts/models/user'
import { startRun } from '#queue/runs'
import ChangeUndone from '#library/events/change_undone'
import UndoAsked from '#library/events/undo_asked'
import { inTransaction, items, marksFor, type Change, type Open } from '#library/curation/changes'
import { heldByCollection, restoreCollections } from '#library/curation/collecting'
import { restoreFields } from '#library/curation/editing'
import { restoreLocks } from '#library/curation/locking'
import { restoreMarks } from '#library/curation/marking'
import { restoreVisibility } from '#library/curation/sharing'
import { restoreTags } from '#library/curation/tagging'
import { restoreMergedTags, UndoRefused } from '#library/curation/merging'

/** How a change was taken back; `refused` are the items that stayed as they are. */
export interface Undone extends Change {
  refused: { assetId: number; field: string }[]
}

/** The most revisions that are taken back within one request, and within one step of a run. */
const pageSize = 1_000

/** Takes a person's change back: at once, or as a job run where it is large. */
export async function undoOrLater(wanted: { changeId: string; by: User }): Promise<Undone> {
  const { changeId, by } = wanted
  const asked: UndoAsked['asked'] = { ...wanted }
  await UndoAsked.dispatch(asked)
  if (asked.undone) return asked.undone
  const everywhere = await mayUndoMerge(db.connection(), changeId, by)
  const some = await revisionsOf(db.connection(), { changeId, by, everywhere })
    .limit(pageSize + 1)
    .select('r.id')
  if (some.length <= pageSize) return undoChange(wanted)
  const title = 'Undo a large change'
  const kind = 'library.undo_change'
  await startRun({ kind, title, user: by, payload: { changeId }, uniqueKey: changeId })
  const text = 'Undoing this many items goes on in the background. Jobs shows how far it is.'
  return { changeId, count: 0, refused: [], text }
}

/**
 * Takes a person's change back, or of it only the revisions given. An item
 * whose same field was changed again later keeps the later word and is named
 * in `refused`. Undoing twice changes nothing. The rows of the change stay in
 * the history, marked as undone.
 */
export async function undoChange({
  changeId,
  by,
  trx,
  revisionIds,
  everybodys = false,
}: {
  changeId: string
  by: User
  trx?: Open['trx']
  /** One page of the change, as `undoPages` gives them. */
  revisionIds?: number[]
  /** Also what the change did on behalf of others, as uniting their marks; who may, the caller has looked at. */
  everybodys?: boolean
}): Promise<Undone> {
  return inTransaction({ trx, changeId }, async (open) => {
    const everywhere = (await mayUndoMerge(open.trx, changeId, by)) || everybodys
    await restoreMergedTags(open)
    const part = { changeId, by, everywhere, everybodys, revisionIds }
    const refused = await standing(open, part, 'refused')
    const undoable = await standing(open, part, 'undoable')
    if (undoable.length) await takeBack(open, by, undoable)
    const count = new Set(undoable.map(({ assetId }) => assetId)).size
    return { changeId, count, refused, text: sentence(count, refused) }
  })
}

/** The ids of the revisions an undo has to look at, page by page. */
export async function* undoPages(changeId: string, by: User): AsyncIterable<number[]> {
  const client = db.connection()
  const everywhere = await mayUndoMerge(client, changeId, by)
  for (let after = 0; ;) {
    const rows = await revisionsOf(client, { changeId, by, everywhere })
      .where('r.id', '>', after)
      .limit(pageSize)
      .select('r.id')
    if (!rows.length) return
    yield rows.map(({ id }) => id)
    after = rows.at(-1).id
  }
}

/** Whether a change holds nothing but ratings and favourites, which are each person's own. */
export async function isMarksOnly(changeId: string) {
  const merge = await db.from('tag_merges').where('change_id', changeId).first()
  const other = await db
    .from('revisions')
    .where('change_id', changeId)
    .whereNotIn('field', ['rating', 'favorite'])
    .first()
  return !merge && !other
}

interface Part {
  changeId: string
  by: User
  /** On what this person does not see, too: a merged tag comes back for everybody. */
  everywhere: boolean
  everybodys?: boolean
  revisionIds?: number[]
}

function revisionsOf(client: QueryClientContract, part: Part) {
  const { changeId, by, everywhere, everybodys, revisionIds } = part
  const query = client
    .from('revisions as r')
    .join('assets as a', 'a.id', 'r.asset_id')
    .where('r.change_id', changeId)
    .whereNull('r.undone_at')
    .orderBy('r.id')
  if (!everywhere) query.where((some) => visible(some, by))
  if (!by.isAdmin && !everybodys) query.where('r.user_id', by.id)
  if (revisionIds) query.whereIn('r.id', revisionIds)
  return query
}

/** What the person may edit, and of what is shared with them to look at their own marks and what they did in collections; and what an administrator hid from themselves, to show it again. */
function visible(query: DatabaseQueryBuilderContract, by: User) {
  const [editable, seen] = [editableAssets(by), seenAssets(by)]
  query.whereRaw(editable.sql, editable.bindings)
  query.orWhere((marks) => marks.whereRaw(leftFree).whereRaw(seen.sql, seen.bindings))
  if (by.isAdmin) query.orWhere({ 'r.field': 'visibility', 'r.user_id': by.id })
}

/** Which of the revisions can be taken back: the same field of the same asset was not changed again since. */
async function standing({ trx }: Open, part: Part, which: 'undoable' | 'refused') {
  const held = heldByCollection(part)
  const either = `(${stuck} OR ${held.sql})`
  const query = revisionsOf(trx, part)
    .whereRaw(which === 'undoable' ? `NOT ${either}` : either, held.bindings)
    .select('r.id', 'r.asset_id as assetId', 'r.field')
  return (await query) as { id: number; assetId: number; field: string }[]
}

/** SQL: what a lock leaves free of an item, a revision `r` of which is looked at. */
const leftFree = `(r.field IN ('rating', 'favorite', 'locked') OR r.field LIKE 'collection:%')`

/** SQL: of an item `a` that is locked by now and keeps what this revision `r` did. */
export const heldByLock = `(a.locked_at IS NOT NULL AND NOT ${leftFree})`

/** A merged tag changes on locked items too, and so it comes back on them. */
const heldItem = `(${heldByLock} AND NOT (r.field LIKE 'tag:%' AND EXISTS
    (SELECT 1 FROM tag_merges m WHERE m.change_id = r.change_id)))`

const stuck = `(${heldItem} OR EXISTS (SELECT 1 FROM revisions later
    WHERE later.asset_id = r.asset_id AND later.id > r.id AND later.field = r.field
      AND later.undone_at IS NULL AND later.change_id <> r.change_id
      AND (r.field NOT IN ('rating', 'favorite') OR later.user_id = r.user_id))
  OR (r.field LIKE 'tag:%' AND NOT EXISTS
    (SELECT 1 FROM tags WHERE tags.id = CAST(substr(r.field, 5) AS integer)))
  OR r.field IN ('file', 'content', 'place', 'linked', 'merged', 'decision'))`

/** Whether the change is a merge of tags; throws UndoRefused where it is somebody else's. */
async function mayUndoMerge(client: QueryClientContract, changeId: string, by: User) {
  const merge = await client.from('tag_merges').where('change_id', changeId).first()
  if (merge && merge.user_id !== by.id && !by.isAdmin) {
    throw new UndoRefused(
      'Only the person who merged these tags, or an administrator, can undo it.'
    )
  }
  return !!merge
}

async function takeBack(open: Open, by: User, revisions: { id: number }[]) {
  const ids = revisions.map(({ id }) => id)
  await restoreMarks(open, ids)
  await restoreTags(open, ids)
  await restoreCollections(open, ids)
  await restoreVisibility(open, ids)
  await restoreLocks(open, ids)
  await restoreFields(open, ids)
  await ChangeUndone.dispatch({ open, revisionIds: ids, by })
  await open.trx.rawQuery(
    `UPDATE revisions SET undone_at = ?, undone_by = ? WHERE id IN ${marksFor(ids)}`,
    [open.now, by.id, ...ids]
  )
}

function sentence(count: number, refused: Undone['refused']) {
  const kept = new Set(refused.map(({ assetId }) => assetId)).size
  if (!count && !kept) return 'There was nothing left to undo.'
  if (!kept) return `Undone: ${items(count)}`
  const reason = `${items(kept)} ${kept === 1 ? 'was' : 'were'} changed again, closed or locked since and stayed as ${kept === 1 ? 'it is' : 'they are'}.`
  return count ? `Undone: ${items(count)}. ${reason}` : `Not undone: ${reason}`
}
