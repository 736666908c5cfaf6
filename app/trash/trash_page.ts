import { openAssets } from '#library/seeing'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import library from '#config/library'
import { select } from '#core/select'
import type User from '#accounts/models/user'
import { assetUrl } from '#library/gallery/addresses'
import { likePattern } from '#library/search/fields/names'
import { mayPurgeAny } from '#trash/purging_later'
import { daysLeft } from '#trash/retention'

const pageLength = 60
const mostWeighed = 10_000

interface Asked {
  viewer: User
  /** A part of a name or a reason. */
  search?: string | null
  /** Only what this person put there. */
  mine?: boolean
  /** Where the page before ended. */
  after?: string
}

/** One page of what a person sees in the trash, the latest first. */
export async function trashPage(asked: Asked) {
  const { viewer, after } = asked
  const query = trashed(asked)
    .orderByRaw('a.deleted_at DESC, a.id DESC')
    .limit(pageLength + 1)
    .select(columns)
  const [deletedAt, id] = after?.split('~') ?? []
  if (id) query.whereRaw('(a.deleted_at, a.id) < (?, ?)', [deletedAt, Number(id)])
  const [found, all, mayPurge] = await Promise.all([query, weighAll(viewer), mayPurgeAny(viewer)])
  const page = found.slice(0, pageLength)
  const last = page.at(-1)
  const left = await daysLeft(page.map((row) => timeOf(row.deletedAt)))
  return {
    items: page.map((row, index) => itemOf(row, left[index], viewer)),
    next: found.length > pageLength ? `${last.deletedAt}~${last.id}` : null,
    all,
    mayPurge,
    retentionDays: library.trashRetentionDays,
  }
}

/** How many items a person sees in the trash, as the rail says it on every page; counting ends at a thousand. */
export async function trashCount(viewer: User): Promise<string> {
  const open = openAssets(viewer, 'assets')
  const [row] = await select<{ count: number }>(
    `SELECT count(*) AS count FROM
      (SELECT id FROM assets WHERE deleted_at IS NOT NULL AND ${open.sql} LIMIT 1000) AS trashed`,
    ...open.bindings
  )
  const count = Number(row.count)
  return count ? (count < 1_000 ? String(count) : '999+') : ''
}

function trashed({ viewer, search, mine }: Asked) {
  const open = openAssets(viewer)
  const query = db
    .from('assets as a')
    .leftJoin('users as u', 'u.id', 'a.deleted_by')
    .leftJoin('source_folders as s', 's.id', 'a.source_folder_id')
    .leftJoin('trash_moves as t', 't.asset_id', 'a.id')
    .whereNotNull('a.deleted_at')
    .whereRaw(open.sql, open.bindings)
  if (mine) query.where('a.deleted_by', viewer.id)
  if (search) {
    const pattern = `%${likePattern(search.toLowerCase(), '=')}%`
    query.whereRaw(
      `lower(a.file_name || ' ' || coalesce(a.deleted_reason, '')) LIKE ? ESCAPE '\\'`,
      [pattern]
    )
  }
  return query
}

const columns = [
  'a.id',
  'a.owner_id as ownerId',
  'a.file_name as name',
  'a.size',
  'a.sha256',
  'a.placeholder',
  'a.visibility',
  'a.deleted_at as deletedAt',
  'a.deleted_reason as reason',
  'a.trash_path as trashPath',
  'a.source_folder_id as folderId',
  'u.full_name as person',
  's.name as folder',
  't.failure',
  't.created_at as moving',
]

function itemOf(row: any, left: number | null, viewer: User) {
  return {
    ...row,
    href: assetUrl(row.id, 'is:trashed'),
    picture: row.placeholder && `/library/${row.id}/thumbnails/320?v=${row.sha256.slice(0, 8)}`,
    size: Number(row.size),
    when: timeOf(row.deletedAt).toFormat('yyyy-MM-dd HH:mm'),
    left,
    file: whereabouts(row),
    mayPurge: viewer.isAdmin || row.ownerId === viewer.id,
  }
}

/** What a person should know about the file, beyond that it lies in the trash. */
function whereabouts({ trashPath, failure, moving, folder }: any) {
  if (trashPath) return null
  if (failure) return failure
  if (moving) return 'Its file is on the way.'
  return folder ? `Hidden; its file stays in “${folder}”.` : null
}

/** Items and bytes of all a person sees in the trash; beyond ten thousand, of the latest of them. */
async function weighAll(viewer: User) {
  const open = openAssets(viewer, 'assets')
  const some = db
    .from('assets')
    .whereNotNull('deleted_at')
    .whereRaw(open.sql, open.bindings)
    .orderByRaw('deleted_at DESC, id DESC')
    .limit(mostWeighed)
    .select('size')
    .as('some')
  const row = await db
    .from(some)
    .count('* as count')
    .select(db.raw('coalesce(sum(size), 0) as bytes'))
    .firstOrFail()
  const count = Number(row.count)
  return { count, bytes: Number(row.bytes), isMore: count === mostWeighed }
}

const timeOf = (value: string | Date) =>
  value instanceof Date ? DateTime.fromJSDate(value) : DateTime.fromSQL(value)
