import { dirname } from 'node:path'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { originalsPath } from '#core/paths'
import { isInColour } from '#duplicates/hashing/colour'
import { unpackInner, upright } from '#duplicates/fingerprints'
import { chunksOf } from '#duplicates/groups/chunks'
import { shownPixels } from '#duplicates/grouping'
import type { Candidate } from '#duplicates/keeper'
import { isProtected, mayGo } from '#duplicates/members'
import { duplicateSettings } from '#duplicates/settings'

/** What grouping looks at of an asset that is not in the trash. */
export interface Member extends Candidate {
  id: number
  audience: number
  sha256: string
  width: number
  height: number
  /** Hexadecimal. */
  phash: string
  /** Where it lies, to tell whether a group is spread over several folders. */
  folder: string
  /** Whether its file would go with it: those in protected and read-only folders stay, and what is locked. */
  frees: boolean
}

/** Those of the assets that are not in the trash and still have the content that was compared. */
export async function membersOf(trx: TransactionClientContract, ids: number[]) {
  const { protectedFolders } = await duplicateSettings(trx)
  const members = new Map<number, Member>()
  for (const some of chunksOf(ids)) {
    for (const row of await rowsOf(trx, some)) members.set(row.id, memberOf(row, protectedFolders))
  }
  return members
}

function rowsOf(trx: TransactionClientContract, ids: number[]) {
  const one = (sql: string, name: string) => trx.rawQuery(`(${sql}) AS ${name}`) as any
  return trx
    .from('assets as a')
    .join('fingerprints as f', (join) =>
      join.on('f.asset_id', 'a.id').andOn('f.sha256', 'a.sha256')
    )
    .leftJoin('source_folders as s', 's.id', 'a.source_folder_id')
    .whereIn('a.id', ids)
    .whereNull('a.deleted_at')
    .select('a.id', 'a.audience', 'a.sha256', 'a.file_name', 'a.path', 'a.source_folder_id')
    .select('a.locked_at', 'a.size', 'a.mime', 'a.modified_at', 'a.width', 'a.height')
    .select(
      'a.orientation',
      'f.phash',
      'f.inner',
      'f.jpeg_quality',
      'f.sharpness',
      'f.colour',
      's.writable',
      's.removed_at',
      's.path as root'
    )
    .select(one('a.prompt IS NOT NULL OR a.generator IS NOT NULL', 'generated'))
    .select(one('SELECT max(rating) FROM marks WHERE asset_id = a.id', 'rating'))
    .select(one('SELECT max(position) FROM marks WHERE asset_id = a.id AND favorite', 'favorite'))
    .select(
      one('SELECT min(collection_id) FROM collection_assets WHERE asset_id = a.id', 'collected')
    )
}

/**
 * A group is stored once for all who see it, so its suggested keeper goes by the best mark anybody
 * gave: nobody's favourite is the one to go. The page of a group asks again by the marks and rules
 * of who looks.
 */
function memberOf(row: any, protectedFolders: string[]): Member {
  const path = row.root ? `${row.root}/${row.path}` : originalsPath(row.path)
  return {
    id: row.id,
    audience: row.audience,
    sha256: row.sha256,
    phash: row.phash.toString('hex'),
    ...upright(row),
    folder: row.root ? dirname(path) : '',
    path,
    fileName: row.file_name,
    isProtected: isProtected({ path }, protectedFolders),
    isLocked: row.locked_at !== null,
    pixels: shownPixels(row.width, row.height, unpackInner(row.inner)),
    size: Number(row.size),
    mime: row.mime,
    jpegQuality: row.jpeg_quality,
    sharpness: row.sharpness,
    hasColour: isInColour(row.colour),
    frees: !row.locked_at && !isProtected({ path }, protectedFolders) && mayGo(row),
    modifiedAt: Number(row.modified_at),
    hasGenerationMetadata: !!row.generated,
    isFavorite: row.favorite !== null,
    isCollected: row.collected !== null,
    rating: row.rating ?? 0,
  }
}
