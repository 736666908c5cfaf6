import { databaseStateSchema } from '#api/upkeep/database_json'
import { integer, list, object, orNull, text } from '#api/schemas'
import type { HealthReport } from '#health/report'

export const healthSchema = object({
  status: { enum: ['ok', 'warning', 'error'] },
  checks: list(object({ name: text, status: { enum: ['ok', 'warning', 'error'] }, message: text })),
  database: databaseStateSchema,
  last_backup: orNull(text),
  worker_seen_at: orNull(text),
  disks: list(object({ name: text, path: text, free: orNull(integer), size: orNull(integer) })),
  queue: object({ waiting: integer, running: integer, failed_items: integer }),
  trash: object({ items: integer, bytes: integer }),
  items: object({ broken: integer, missing: integer }),
  versions: object({ atelier: text, node: text }),
})

export function healthJson({ backup, beat, ...report }: HealthReport) {
  return {
    ...report,
    last_backup: backup?.createdAt.toISO() ?? null,
    worker_seen_at: beat?.toISO() ?? null,
  }
}
