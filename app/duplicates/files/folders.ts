import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import SourceFolder from '#library/models/source_folder'
import { duplicateSettings } from '#duplicates/settings'
import { Refused } from '#duplicates/refusing'

/** The source folder whose files may be changed. Throws Refused where there is none, or only to be looked at. */
export async function writableFolder(
  client: QueryClientContract,
  id: number | null | undefined,
  by: User
) {
  const folder = id ? await SourceFolder.find(id, { client }) : null
  const seen = folder && (folder.visibility === 'everyone' || folder.ownerId === by.id)
  if (!folder || !seen || folder.removedAt) {
    throw new Refused('Files can be moved and linked in source folders only; choose one of them.')
  }
  if (!folder.writable) {
    throw new Refused(
      `“${folder.name}” is read-only for Atelier. An administrator can mark it writable on its page.`
    )
  }
  if (folder.offlineReason) {
    throw new Refused(`“${folder.name}” is not there. Is its disk mounted?`)
  }
  return folder
}

/** The source folder that a merge moves to: the one asked for, or the one that is set. */
export async function folderOfMove(
  client: QueryClientContract,
  { folderId, by }: { folderId?: number; by: User }
) {
  const { moveFolderId } = await duplicateSettings(client)
  return writableFolder(client, folderId ?? moveFolderId, by)
}
