import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import { originalsPath } from '#core/paths'
import { editableFields, type FieldName } from '#library/curation/fields'
import { openAssets, seenCollections } from '#library/seeing'
import type { Layer } from '#library/facts'
import { unpackInner } from '#duplicates/fingerprints'
import { chunksOf } from '#duplicates/groups/chunks'
import { shownPixels } from '#duplicates/grouping'
import { isInColour } from '#duplicates/hashing/colour'
import type { Candidate } from '#duplicates/keeper'

/** Fields that are a column; LoRAs have rows of their own. */
export type WordName = Exclude<FieldName, 'loras'>

const wordNames = (Object.keys(editableFields) as FieldName[]).filter(
  (field): field is WordName => field !== 'loras'
)

/** One person's word on an asset. */
export interface Mark {
  userId: number
  rating: number | null
  favorite: boolean
}

/** An asset with all that deciding about it looks at. */
export interface Member {
  id: number
  ownerId: number
  /** 0: everyone here; else the number of whoever it is private to. */
  audience: number
  fileName: string
  sourceFolderId: number | null
  /** Absolute. */
  path: string
  /** Below its source folder, or our own originals. */
  relativePath: string
  size: number
  sha256: string
  mime: string
  /** That show something: without a border's. */
  pixels: number
  modifiedAt: number
  jpegQuality: number | null
  sharpness: number | null
  hasColour: boolean | null
  /** Whether Atelier may move or remove its file. */
  isMovable: boolean
  /** It stays as it is: always the keeper, and it takes nothing over but marks and collections. */
  isLocked: boolean
  capturedAt: string
  /** Goes up with each revision. */
  version: number
  /** The effective word in each field. */
  words: Record<WordName, string | number | null>
  ai: boolean
  loras: NonNullable<Layer['loras']>
  /** Fields in which a person overruled the file. */
  own: string[]
  tags: string[]
  /** Null: the name of one this person does not see, whose items are kept in it all the same. */
  collections: { id: number; name: string | null; rank: number }[]
  marks: Mark[]
}

/** The assets of these ids that are open to a person and not in the trash, in the order of the ids. */
export async function findMembers(ids: number[], viewer: User, client?: QueryClientContract) {
  const from = client ?? db.connection()
  const found: Member[] = []
  for (const some of chunksOf(ids)) found.push(...(await membersAmong(some, viewer, from)))
  return found
}

async function membersAmong(ids: number[], viewer: User, from: QueryClientContract) {
  const open = openAssets(viewer)
  const rows = await from
    .from('assets as a')
    .leftJoin('asset_metadata as m', 'm.asset_id', 'a.id')
    .leftJoin('source_folders as f', 'f.id', 'a.source_folder_id')
    .leftJoin('fingerprints as p', (join) =>
      join.on('p.asset_id', 'a.id').andOn('p.sha256', 'a.sha256')
    )
    .whereIn('a.id', ids)
    .whereRaw(open.sql, open.bindings)
    .whereNull('a.deleted_at')
    .select('a.*', 'm.own', 'f.path as root', 'f.writable', 'f.removed_at')
    .select('p.jpeg_quality', 'p.sharpness', 'p.colour', 'p.inner')
    .select(
      from.rawQuery(
        'coalesce((SELECT max(r.id) FROM revisions r WHERE r.asset_id = a.id AND r.undone_at IS NULL), 0) AS version'
      ) as any
    )
  const found = rows.map(({ id }) => id as number)
  const attached = await attachedTo(from, found, viewer)
  const members = new Map(rows.map((row) => [row.id as number, memberOf(row, attached)]))
  return ids.flatMap((id) => members.get(id) ?? [])
}

/** What the keeper rules look at, seen by one person: ratings and favourites are their own. */
export function candidateOf(member: Member, viewer: User, protectedFolders: string[]): Candidate {
  const mark = member.marks.find(({ userId }) => userId === viewer.id)
  return {
    ...member,
    hasGenerationMetadata: generationFields.some((field) => member.words[field] !== null),
    isProtected: isProtected(member, protectedFolders),
    isFavorite: !!mark?.favorite,
    isCollected: member.collections.some(({ name }) => name !== null),
    rating: mark?.rating ?? 0,
  }
}

export const isProtected = ({ path }: Pick<Member, 'path'>, protectedFolders: string[]) =>
  protectedFolders.some((folder) => path.startsWith(folder.replace(/\/*$/, '/')))

/** Of a row of an item beside its source folder: our own originals may go, and what lies in a writable folder. */
export const mayGo = (row: any) =>
  row.source_folder_id === null || (!!row.writable && !row.removed_at)

/** The fields that say how a picture was made. */
export const generationFields = wordNames.filter(
  (field) => field !== 'notes' && field !== 'capturedAt'
)

type Attached = Awaited<ReturnType<typeof attachedTo>>

async function attachedTo(from: QueryClientContract, ids: number[], viewer: User) {
  const known = seenCollections(viewer, 'c')
  const of = (table: string) => from.from(table).whereIn('asset_id', ids)
  const byAsset = <Row>(rows: Row[]) => Map.groupBy(rows, (row) => (row as any).asset_id as number)
  return {
    tags: byAsset(
      await of('asset_tags')
        .join('tags', 'tags.id', 'tag_id')
        .orderBy('name')
        .select('asset_id', 'name')
    ),
    collections: byAsset(
      await of('collection_assets')
        .joinRaw(`LEFT JOIN collections c ON c.id = collection_id AND ${known.sql}`, known.bindings)
        .orderBy('collection_id')
        .select('asset_id', 'collection_id', 'rank', 'c.name')
    ),
    marks: byAsset(await of('marks').orderBy('user_id')),
    loras: byAsset(await of('asset_loras').orderBy('name')),
  }
}

function memberOf(row: any, { tags, collections, marks, loras }: Attached): Member {
  const { id, audience, size, sha256, mime, version } = row
  return {
    ...{ id, audience, size, sha256, mime, version },
    ownerId: row.owner_id,
    fileName: row.file_name,
    sourceFolderId: row.source_folder_id,
    path: row.root ? `${row.root}/${row.path}` : originalsPath(row.path),
    relativePath: row.path,
    pixels: shownPixels(row.width ?? 0, row.height ?? 0, unpackInner(row.inner)),
    modifiedAt: Number(row.modified_at),
    jpegQuality: row.jpeg_quality,
    sharpness: row.sharpness,
    hasColour: row.colour && isInColour(row.colour),
    isMovable: mayGo(row),
    isLocked: row.locked_at !== null,
    capturedAt: row.captured_at,
    words: wordsOf(row),
    ai: !!row.ai,
    loras: (loras.get(id) ?? []).map(({ name, weight }) =>
      weight === null ? { name } : { name, weight }
    ),
    own: Object.keys(JSON.parse(row.own ?? '{}')),
    tags: (tags.get(id) ?? []).map(({ name }) => name),
    collections: (collections.get(id) ?? []).map((each) => ({
      id: each.collection_id,
      name: each.name,
      rank: each.rank,
    })),
    marks: (marks.get(id) ?? []).map(({ user_id: userId, rating, favorite }) => ({
      userId,
      rating,
      favorite: !!favorite,
    })),
  }
}

function wordsOf(row: any) {
  const column = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(
    wordNames.map((field) => [field, row[column(field)]])
  ) as Member['words']
}
