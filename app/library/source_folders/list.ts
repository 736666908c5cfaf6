import db from '@adonisjs/lucid/services/db'
import SourceFolder from '#library/models/source_folder'

/** The folders of the library with how many files each holds. */
export async function listSourceFolders() {
  const folders = await SourceFolder.query().whereNull('removed_at').orderBy('name')
  const counts = await db
    .from('source_files')
    .whereNotNull('asset_id')
    .groupBy('source_folder_id')
    .select('source_folder_id as id')
    .count('* as count')
  const byId = new Map(counts.map(({ id, count }) => [id, Number(count)]))
  return folders.map((folder) => ({ folder, count: byId.get(folder.id) ?? 0 }))
}
