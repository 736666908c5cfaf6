import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { originalsPath, trashPath } from '#core/paths'

const batchSize = 1_000

/** One file that belongs to the library: the original of an item, or a former one of it. */
export interface ManifestLine {
  asset_id: number
  /** Where it lay when the backup was made; null: its source folder was no more. */
  path: string | null
  sha256: string
  size: number
}

/** The files a copy of the database tells of, so that the list and the copy never differ. */
export async function* manifestOf(copy: QueryClientContract): AsyncGenerator<ManifestLine> {
  const folders: Folders = new Map()
  for (const { id, path } of await copy.from('source_folders').select('id', 'path')) {
    folders.set(id, path)
  }
  for (const { table, columns } of tables) {
    for (let after = 0; ;) {
      const rows = await copy
        .from(table)
        .select('id', 'source_folder_id', 'path', 'sha256', 'size', ...columns)
        .where('id', '>', after)
        .orderBy('id')
        .limit(batchSize)
      for (const row of rows) yield lineOf(row, folders)
      if (rows.length < batchSize) break
      after = rows.at(-1).id
    }
  }
}

const tables = [
  { table: 'assets', columns: ['trash_path', 'id as asset_id'] },
  { table: 'asset_versions', columns: ['asset_id'] },
]

/** The lines of a list that was written. */
export async function* readManifest(path: string): AsyncGenerator<ManifestLine> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity })
  for await (const line of lines) if (line) yield JSON.parse(line)
}

type Folders = Map<number, string>

function lineOf(row: any, folders: Folders): ManifestLine {
  const { asset_id: assetId, sha256, size } = row
  return { asset_id: assetId, path: locate(row, folders), sha256, size: Number(size) }
}

/** As `locateOriginal` does it, of the copy's own folders. */
function locate(row: any, folders: Folders) {
  if (row.trash_path) return trashPath(row.trash_path)
  if (row.source_folder_id === null) return originalsPath(row.path)
  const folder = folders.get(row.source_folder_id)
  return folder ? `${folder}/${row.path}` : null
}
