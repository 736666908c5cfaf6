import type User from '#accounts/models/user'
import { assetUrl } from '#library/gallery/addresses'
import { readableSize } from '#library/gallery/readable'
import { rows, sql } from '#library/search/sql'
import { openAssets, seenCollections } from '#library/seeing'
import type { GroupRow } from '#duplicates/review_queue'

/** More members than anybody looks at at once; the page says how many more there are. */
export const mostMembers = 60

export interface MemberRow {
  id: number
  sha256: string
  fileName: string
  kind: string
  hasThumbnail: boolean
  width: number
  height: number
  size: number
  mime: string
  prompt: string | null
  seed: string | null
  model: string | null
  capturedAt: string
  visibility: string
  sourceFolderId: number | null
  /** Whether Atelier may change files of its source folder. */
  isWritable: boolean
  /** Null where it is nobody's business here. */
  folder: string | null
  path: string
  jpegQuality: number | null
  sharpness: number | null
  /** To the suggested keeper, and why they are alike; null where they are only through others. */
  distance: number | null
  matchKind: string | null
  weak: boolean
  isLocked: boolean
  rating: number | null
  favorite: boolean
  tags: number
  collections: number
}

/** One line of a card: what it says, whether the others say the same, and whether nobody says better. */
export interface MemberFact {
  label: string
  text: string
  differs: boolean
  best: boolean
}

export interface MemberCard {
  row: MemberRow
  href: string
  isKeeper: boolean
  facts: MemberFact[]
}

/** The members of a group with what differs between them; the suggested keeper comes first. */
export async function memberCards(group: GroupRow, viewer: User): Promise<MemberCard[]> {
  const members = await membersOf(group, viewer)
  const table = comparedBy.map(({ label, text, rank }) => {
    const texts = members.map(text)
    const ranks = rank ? members.map(rank) : []
    const best = Math.max(...ranks.map((value) => value ?? -Infinity))
    const differs = new Set(texts).size > 1
    const isBest = (index: number) => new Set(ranks).size > 1 && ranks[index] === best
    return texts.map((said, index) => ({ label, text: said, differs, best: isBest(index) }))
  })
  return members.map((row, index) => ({
    row,
    href: assetUrl(row.id, ''),
    isKeeper: row.id === group.keeperId,
    facts: table.map((line) => line[index]).filter(({ text, differs }) => text || differs),
  }))
}

interface Comparison {
  label: string
  text: (member: MemberRow) => string
  /** More is better; without it no one is better than another. */
  rank?: (member: MemberRow) => number | null
}

const comparedBy: Comparison[] = [
  {
    label: 'Pixels',
    text: ({ width, height }) => `${width} × ${height}`,
    rank: ({ width, height }) => width * height,
  },
  { label: 'Size', text: ({ size }) => readableSize(size), rank: ({ size }) => size },
  { label: 'Format', text: ({ mime }) => mime.replace(/^.*\//, '').toUpperCase() },
  {
    label: 'JPEG quality',
    text: ({ jpegQuality }) => String(jpegQuality ?? ''),
    rank: ({ jpegQuality }) => jpegQuality,
  },
  {
    label: 'Sharpness',
    text: ({ sharpness }) => (sharpness === null ? '' : String(Math.round(sharpness))),
    rank: ({ sharpness }) => sharpness && Math.round(sharpness),
  },
  {
    label: 'How it was made',
    text: (member) => madeWith(member).join(', ') || 'not recorded',
    rank: (member) => madeWith(member).length,
  },
  {
    label: 'Rating',
    text: ({ rating, favorite }) =>
      [rating ? '★'.repeat(rating) : '', favorite ? 'favourite' : ''].filter(Boolean).join(', '),
    rank: ({ rating, favorite }) => (favorite ? 10 : 0) + (rating ?? 0),
  },
  {
    label: 'Tags',
    text: ({ tags }) => (tags ? String(tags) : ''),
    rank: ({ tags }) => tags,
  },
  {
    label: 'Collections',
    text: ({ collections }) => (collections ? String(collections) : ''),
    rank: ({ collections }) => collections,
  },
  {
    label: 'Captured',
    text: ({ capturedAt }) => capturedAt.slice(0, 16),
    rank: ({ capturedAt }) => -Date.parse(capturedAt.replace(' ', 'T')),
  },
  { label: 'Folder', text: folderOf },
]

/** Whether two of them are the same bytes in one writable folder, where one file can do for both. */
export const areLinkable = (members: MemberCard[]) =>
  members.some(({ row }, at) =>
    members
      .slice(at + 1)
      .some(
        ({ row: { sha256, sourceFolderId } }) =>
          row.isWritable && row.sha256 === sha256 && row.sourceFolderId === sourceFolderId
      )
  )

const madeWith = ({ prompt, seed, model }: MemberRow) =>
  [prompt && 'prompt', model && 'model', seed && 'seed'].filter(Boolean)

/** 'Pictures: trips/2024'; what the library stores itself is in no folder of anybody's. */
function folderOf({ sourceFolderId, folder, path }: MemberRow) {
  if (sourceFolderId === null) return 'Library'
  if (folder === null) return 'a private source folder'
  const inside = path.split('/').slice(0, -1).join('/')
  return inside ? `${folder}: ${inside}` : folder
}

async function membersOf(group: GroupRow, viewer: User) {
  const [open, known] = [openAssets(viewer), seenCollections(viewer, 'c')]
  const found = await rows<MemberRow>(
    sql(
      `SELECT a.id, a.sha256, a.file_name AS "fileName", a.kind, a.placeholder IS NOT NULL AS "hasThumbnail",
        a.width, a.height, a.size, a.mime, a.prompt, a.seed, a.model, a.captured_at AS "capturedAt",
        a.visibility, a.locked_at IS NOT NULL AS "isLocked", a.source_folder_id AS "sourceFolderId",
        coalesce(f.writable AND f.removed_at IS NULL, false) AS "isWritable",
        CASE WHEN f.visibility = 'everyone' OR f.owner_id = ? THEN f.name END AS folder, a.path, p.jpeg_quality AS "jpegQuality", p.sharpness,
        dp.distance, dp.kind AS "matchKind", gm.weak, m.rating, coalesce(m.favorite, false) AS favorite,
        (SELECT count(*) FROM asset_tags t WHERE t.asset_id = a.id) AS tags,
        (SELECT count(*) FROM collection_assets ca JOIN collections c ON c.id = ca.collection_id
          WHERE ca.asset_id = a.id AND ${known.sql}) AS collections
       FROM duplicate_group_members gm
       JOIN assets a ON a.id = gm.asset_id
       LEFT JOIN duplicate_pairs dp ON (dp.left_id = ? AND dp.right_id = a.id)
         OR (dp.right_id = ? AND dp.left_id = a.id)
       LEFT JOIN fingerprints p ON p.asset_id = a.id
       LEFT JOIN source_folders f ON f.id = a.source_folder_id
       LEFT JOIN marks m ON m.asset_id = a.id AND m.user_id = ?
       WHERE gm.group_id = ? AND a.deleted_at IS NULL AND ${open.sql}
       ORDER BY a.id <> ?, coalesce(dp.distance, 256), a.id LIMIT ${mostMembers}`,
      viewer.id,
      ...known.bindings,
      group.keeperId,
      group.keeperId,
      viewer.id,
      group.id,
      ...open.bindings,
      group.keeperId
    )
  )
  return found.map((row) => ({
    ...row,
    size: Number(row.size),
    weak: !!row.weak,
    isLocked: !!row.isLocked,
  }))
}
