import { column } from '@adonisjs/lucid/orm'
import { AuditEventSchema } from '#database/schema'
import { json } from '#core/json_column'
import type { AuditEventName } from '#accounts/audit'

/** A line of the audit log. */
export default class AuditEvent extends AuditEventSchema {
  declare event: AuditEventName

  @column(json)
  declare details: Record<string, any>
}
