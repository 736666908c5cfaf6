import { flag, integer, object, orNull, text, time } from '#api/schemas'
import type SourceFolder from '#library/models/source_folder'

export const sourceFolderSchema = object({
  id: integer,
  name: text,
  path: text,
  mode: { enum: ['in_place', 'copy'] },
  visibility: { enum: ['everyone', 'private'] },
  owner_id: integer,
  tag: orNull(text),
  watched: flag,
  writable: flag,
  offline_reason: orNull(text),
  scanned_at: orNull(time),
})

export function sourceFolderJson(folder: SourceFolder) {
  return {
    id: folder.id,
    name: folder.name,
    path: folder.path,
    mode: folder.mode,
    visibility: folder.visibility,
    owner_id: folder.ownerId,
    tag: folder.tag,
    watched: !!folder.watched,
    writable: !!folder.writable,
    offline_reason: folder.offlineReason,
    scanned_at: folder.scannedAt?.toISO() ?? null,
  }
}
