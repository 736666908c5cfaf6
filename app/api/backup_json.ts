import type { Backup } from '#backup/backups'
import { flag, integer, object, text, time } from '#api/schemas'

export const backupSchema = object({
  name: text,
  reason: text,
  created_at: time,
  bytes: integer,
  has_manifest: flag,
})

export function backupJson({ name, reason, createdAt, bytes, hasManifest }: Backup) {
  return { name, reason, created_at: createdAt.toISO(), bytes, has_manifest: hasManifest }
}
