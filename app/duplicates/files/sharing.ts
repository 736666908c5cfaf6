import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { FileOperation } from '#duplicates/files/operations'
import { look } from '#trash/files'
import { isNamed, pathsOfSameBytes } from '#trash/uses'

interface FormerPlace {
  sourceFolderId: number | null
  path: string
}

/**
 * Whether the old name of a file that moves stays, because another row speaks of it, here or
 * through a folder that is mounted twice. `except`: the number of the item that is about to leave.
 */
export async function isShared(
  client: QueryClientContract,
  { from, to, sha256 }: Pick<FileOperation, 'from' | 'to' | 'sha256'>,
  { sourceFolderId, path }: FormerPlace,
  except?: number
) {
  if (await isNamed(client, { source_folder_id: sourceFolderId, path }, except)) return true
  for (const other of await pathsOfSameBytes(client, sha256)) {
    if (other !== from && other !== to && (await isSameName(other, from))) return true
  }
  return false
}

/** Two names of one file, so that writing to either changes both. */
export async function areLinked(one: string, other: string) {
  const [first, second] = await Promise.all([one, other].map(look))
  return !!first && first.seen === second?.seen
}

/** One entry of one folder, however that is reached; some disks take fox.png for Fox.png. */
async function isSameName(one: string, other: string) {
  if (basename(one).toLowerCase() !== basename(other).toLowerCase()) return false
  const [first, second] = await Promise.all(
    [one, other].map((path) => stat(dirname(path)).catch(whereGone))
  )
  return !!first && first.dev === second?.dev && first.ino === second.ino
}

function whereGone(error: NodeJS.ErrnoException) {
  if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(error.code ?? '')) return null
  throw error
}
