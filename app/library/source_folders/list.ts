import { openUnlocked } from '#library/seeing'
import type User from '#accounts/models/user'
import db from '@adonisjs/lucid/services/db'
import SourceFolder from '#library/models/source_folder'

/** The folders of the library with how many files each holds, and how many of those, changed since, this person may take over. */
export async function listSourceFolders(viewer: User) {
  const folders = await SourceFolder.query().whereNull('removed_at').orderBy('name')
  const counts = await db
    .from('source_files')
    .whereNotNull('asset_id')
    .groupBy('source_folder_id')
    .select('source_folder_id as id')
    .count('* as count')
  const open = openUnlocked(viewer, 'assets')
  const drifts = await db
    .from('assets')
    .whereNotNull('source_folder_id')
    .whereNotNull('drifted_at')
    .whereRaw(open.sql, open.bindings)
    .whereNull('deleted_at')
    .groupBy('source_folder_id')
    .select('source_folder_id as id')
    .count('* as count')
  const byId = (rows: { id: number; count: number }[]) =>
    new Map(rows.map(({ id, count }) => [id, Number(count)]))
  const [counted, drifted] = [byId(counts), byId(drifts)]
  return folders.map((folder) => ({
    folder,
    count: counted.get(folder.id) ?? 0,
    drifted: drifted.get(folder.id) ?? 0,
  }))
}
