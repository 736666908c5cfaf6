import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type SourceFolder from '#library/models/source_folder'
import { joinPath, type WalkedFile, type WalkedFolder } from '#library/source_folders/walking'

/** What a former scan saw of a file. */
export interface KnownFile {
  directory: string
  name: string
  size: number
  modified_at: number
  asset_id: number | null
  sha256: string | null
}

/** The files of one folder that were seen before, by name. */
export async function knownFiles(folderId: number, directory: string) {
  const rows: KnownFile[] = await db
    .from('source_files')
    .where({ source_folder_id: folderId, directory })
    .select('directory', 'name', 'size', 'modified_at', 'asset_id', 'sha256')
  return new Map(rows.map((row) => [row.name, row]))
}

export async function knownDirectories(folderId: number): Promise<string[]> {
  const rows = await db
    .from('source_files')
    .where('source_folder_id', folderId)
    .distinct('directory')
  return rows.map((row) => row.directory)
}

export async function countKnown(folderId: number) {
  const row = await db
    .from('source_files')
    .where('source_folder_id', folderId)
    .count('* as count')
    .firstOrFail()
  return Number(row.count)
}

/** The files of a folder whose size or time of change is not the one seen before. */
export async function newOrChanged(folder: SourceFolder, { directory, files }: WalkedFolder) {
  if (!files.length) return []
  const known = await knownFiles(folder.id, directory)
  return files.filter((file) => {
    const before = known.get(file.name)
    return !before || before.size !== file.size || Number(before.modified_at) !== file.modifiedAt
  })
}

/** Remembers a file, so that the next scan passes over it while it stays as it is. */
export async function remember(
  trx: TransactionClientContract,
  folderId: number,
  file: WalkedFile,
  { sha256, assetId }: { sha256?: string; assetId?: number }
) {
  await trx
    .knexQuery()
    .table('source_files')
    .insert({
      source_folder_id: folderId,
      directory: file.directory,
      name: file.name,
      size: file.size,
      modified_at: file.modifiedAt,
      sha256: sha256 ?? null,
      asset_id: assetId ?? null,
    })
    .onConflict(['source_folder_id', 'directory', 'name'])
    .merge(['size', 'modified_at', 'sha256', 'asset_id'])
}

export async function forget(
  trx: TransactionClientContract,
  folderId: number,
  { directory, name }: Pick<KnownFile, 'directory' | 'name'>
) {
  await trx.from('source_files').where({ source_folder_id: folderId, directory, name }).delete()
}

export const pathOf = ({ directory, name }: Pick<KnownFile, 'directory' | 'name'>) =>
  joinPath(directory, name)
