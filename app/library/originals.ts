import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { originalsPath, trashPath } from '#core/paths'
import type Asset from '#library/models/asset'
import SourceFolder from '#library/models/source_folder'

export interface OpenOriginal {
  /** The caller closes it. */
  handle: FileHandle
  size: number
  /** False where the file in a source folder is no longer the one that was imported. */
  unchanged: boolean
  /** Changes when the bytes do, known to the library or not. */
  etag: string
}

/**
 * The absolute path of an asset's original, and the folder it may not leave. Null: its source folder
 * is no more. While `trashPath` is set the file lies in the trash, whether the asset is still there or not.
 */
export async function locateOriginal(
  asset: Pick<Asset, 'sourceFolderId' | 'path'> & Partial<Pick<Asset, 'trashPath'>>,
  client?: QueryClientContract
) {
  if (asset.trashPath) return { root: trashPath(), path: trashPath(asset.trashPath) }
  if (asset.sourceFolderId === null) {
    return { root: originalsPath(), path: originalsPath(asset.path) }
  }
  const folder = await SourceFolder.find(asset.sourceFolderId, { client })
  return folder && { root: folder.path, path: `${folder.path}/${asset.path}` }
}

/** Opens an asset's original for reading; null where it is missing. Follows no link out of its folder. */
export async function openOriginal(asset: Asset): Promise<OpenOriginal | null> {
  const located = await locateOriginal(asset)
  if (!located || !(await liesWithin(located.root, located.path))) return null
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(located.path, flags).catch(() => null)
  if (!handle) return null
  const found = await handle.stat()
  if (!found.isFile()) return handle.close().then(() => null)
  return { handle, size: found.size, ...contentOf(asset, found) }
}

/** Our own originals are never written to; in a source folder a time of change tells of other bytes. */
function contentOf(asset: Asset, { size, mtimeMs }: Stats) {
  const [isOurs, changedAt] = [asset.sourceFolderId === null, Math.floor(mtimeMs)]
  const sameTime = isOurs || changedAt === Number(asset.modifiedAt)
  const content = `${asset.sha256.slice(0, 32)}-${size}`
  return {
    unchanged: size === Number(asset.size) && sameTime && !asset.driftedAt,
    etag: isOurs ? `"${content}"` : `"${content}-${changedAt}"`,
  }
}

/** Whether a path, links followed, stays within a folder. */
export async function liesWithin(root: string, path: string) {
  const [realRoot, realFile] = await Promise.all([realpath(root), realpath(path)]).catch(() => [])
  return !!realRoot && !!realFile && realFile.startsWith(`${realRoot}/`)
}
