import { seenCollections } from '#library/seeing'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { contentsInWords } from '#library/curation/content_history'
import { editableFields, fieldText, isFieldName } from '#library/curation/fields'

export interface HistoryEntry {
  id: number
  person: string
  at: string
  label: string
  before: string | null
  after: string | null
  undone: boolean
  revertable: boolean
}

const pageLength = 50

/** Who changed what of an asset, newest first. Ratings and favourites of others and their private collections stay out of it. */
export async function historyOf(
  assetId: number,
  viewer: User,
  before?: number
): Promise<{ entries: HistoryEntry[]; next: number | null }> {
  const query = shownRevisions(assetId, viewer)
    .leftJoin('users as u', 'u.id', 'r.user_id')
    .orderBy('r.id', 'desc')
    .limit(pageLength + 1)
    .select('r.*', 'u.full_name as person', 'c.name as collection')
  if (before) query.where('r.id', '<', before)
  const rows = await query
  const entries = rows.slice(0, pageLength).map(entry)
  return { entries, next: rows.length > pageLength ? entries.at(-1)!.id : null }
}

/** One revision of the history this person is shown, or E_ROW_NOT_FOUND. */
export function findRevision(assetId: number, viewer: User, id: number) {
  return shownRevisions(assetId, viewer).where('r.id', id).select('r.*').firstOrFail()
}

function shownRevisions(assetId: number, viewer: User) {
  const known = seenCollections(viewer, 'c')
  return db
    .from('revisions as r')
    .joinRaw(
      `LEFT JOIN collections c
         ON c.id = CASE WHEN r.field LIKE 'collection:%' THEN CAST(substr(r.field, 12) AS integer) END`
    )
    .where('r.asset_id', assetId)
    .whereNot('r.field', 'position')
    .where((own) =>
      own.whereNotIn('r.field', ['rating', 'favorite']).orWhere('r.user_id', viewer.id)
    )
    .where((seen) =>
      seen.whereRaw("r.field NOT LIKE 'collection:%'").orWhereRaw(known.sql, known.bindings)
    )
}

function entry(row: any): HistoryEntry {
  return {
    id: row.id,
    person: row.person ?? 'Somebody who is gone',
    at: readableTime(row.created_at),
    ...wording(row),
    undone: !!row.undone_at,
    revertable: !row.undone_at && !asAWhole.includes(row.field),
  }
}

/** What can only be undone together with the rest of its change. */
const asAWhole = [
  'file',
  'trash',
  'locked',
  'content',
  'place',
  'linked',
  'merged',
  'decision',
  'ai',
]

function wording({ field, before, after, collection }: any) {
  if (field.startsWith('tag:')) return { label: after ? 'Tagged' : 'Untagged', before, after }
  if (field.startsWith('collection:')) {
    const moved = before !== null && after !== null
    const label = moved
      ? 'Moved in collection'
      : after
        ? 'Added to collection'
        : 'Taken out of collection'
    return { label, before: null, after: collection }
  }
  if (field === 'favorite') {
    return {
      label: after ? 'Made a favourite' : 'No favourite any more',
      before: null,
      after: null,
    }
  }
  if (field === 'rating')
    return { label: 'Rating', before: before ?? 'none', after: after ?? 'none' }
  if (field === 'visibility') {
    return { label: 'Seen by', before: audience(before), after: audience(after) }
  }
  if (field === 'locked') return { label: after ? 'Locked' : 'Unlocked', before: null, after: null }
  if (field === 'trash') {
    const label = after === null ? 'Restored from the trash' : 'Moved to the trash'
    return { label, before: null, after: after || null }
  }
  if (field === 'decision') {
    const { verdict } = JSON.parse(before)
    const words = { label: 'Decided otherwise about a duplicate' }
    return { ...words, before: verdictWords[verdict], after: verdictWords[after] }
  }
  if (field in fileWords) return { label: fileWords[field], before, after }
  if (field === 'content') {
    const label = after ? 'Content on the disk taken over' : 'The library’s copy became the file'
    return { label, ...contentsInWords(before, after) }
  }
  const label = isFieldName(field) ? editableFields[field].label : field
  return { label, before: ownValue(before), after: ownValue(after) }
}

const fileWords: Record<string, string> = {
  file: 'File replaced',
  place: 'File moved',
  linked: 'File shared with its duplicate',
  merged: 'Took over what its duplicate had',
}

const verdictWords: Record<string, string> = { different: 'not duplicates', variants: 'variants' }

const audience = (visibility: string) =>
  visibility === 'everyone' ? 'everyone here' : 'the owner only'

/** Null in the own layer of a revision means: nothing of one's own, what the file says is shown. */
function ownValue(json: string | null) {
  if (json === null) return 'what the file says'
  return fieldText(JSON.parse(json)) || 'nothing'
}

function readableTime(value: string | Date) {
  const time = value instanceof Date ? DateTime.fromJSDate(value) : DateTime.fromSQL(value)
  return time.toFormat('yyyy-MM-dd HH:mm')
}
