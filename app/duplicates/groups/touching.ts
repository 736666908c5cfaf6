import db from '@adonisjs/lucid/services/db'

/**
 * Has the worker compute groups anew within a minute, because what their keeper and what they would
 * free is judged by is otherwise: those with a file of this source folder, or all.
 */
export async function touchGroups(sourceFolderId?: number) {
  const here = sourceFolderId === undefined ? '1 = 1' : 'a.source_folder_id = ?'
  await db.rawQuery(
    `INSERT INTO duplicate_touched (asset_id)
     SELECT DISTINCT a.id FROM duplicate_group_members m JOIN assets a ON a.id = m.asset_id
     WHERE ${here} ON CONFLICT DO NOTHING`,
    sourceFolderId === undefined ? [] : [sourceFolderId]
  )
}
