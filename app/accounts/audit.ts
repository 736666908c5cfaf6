import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AuditEvent from '#accounts/models/audit_event'

const pageSize = 100
const batchSize = 500

/** Everything that concerns safety, and what it is called in the log. */
export const auditEvents = {
  'account.set_up': 'First account made',
  'session.begun': 'Logged in',
  'session.refused': 'Login refused',
  'session.ended': 'Logged out',
  'session.killed': 'Session ended from elsewhere',
  'password.changed': 'Password changed',
  'second_factor.set': 'Second factor set up',
  'second_factor.removed': 'Second factor removed',
  'recovery_codes.made': 'Recovery codes made',
  'recovery_code.used': 'Recovery code used',
  'user.invited': 'Person invited',
  'user.joined': 'Person joined',
  'user.role_changed': 'Role changed',
  'user.disabled': 'Person disabled',
  'user.enabled': 'Person enabled again',
  'user.reset': 'Reset link made',
  'key.created': 'API key made',
  'key.revoked': 'API key revoked',
  'share.changed': 'Sharing changed',
  'share_link.created': 'Share link made',
  'share_link.revoked': 'Share link revoked',
  'collection.locked': 'Collection locked',
  'collection.unlocked': 'Collection unlocked',
  'source_folder.added': 'Source folder added',
  'source_folder.changed': 'Source folder changed',
  'source_folder.removed': 'Source folder removed',
  'credential.stored': 'Provider key stored',
  'credential.removed': 'Provider key removed',
  'trash.purged': 'Trash purged',
  'setting.changed': 'Setting changed',
  'access.denied': 'Access denied',
  'audit.exported': 'Audit log exported',
} as const
export type AuditEventName = keyof typeof auditEvents

interface Happening {
  /** Who did it: a person, or nobody known, then under `actor`. */
  by?: { id: number; email: string } | null
  actor?: string
  /** The address it came from, where one is known. */
  ip?: string
  /** What it is about: `subject` is its name at that time, never a secret. */
  subjectKind?: string
  subjectId?: number
  subject?: string
  details?: Record<string, string | number | boolean | string[]>
  /** Written with the change it tells of, or not at all. */
  trx?: TransactionClientContract
}

/**
 * Adds a line to the audit log. Lines are never changed or removed: triggers refuse it.
 */
export async function audit(
  event: AuditEventName,
  { by, actor, ip, trx, details = {}, ...subject }: Happening
) {
  await AuditEvent.create(
    {
      event,
      userId: by?.id ?? null,
      actor: (by?.email ?? actor ?? 'the console').slice(0, 254),
      ip: ip ?? null,
      details,
      subjectKind: subject.subjectKind ?? null,
      subjectId: subject.subjectId ?? null,
      subject: subject.subject?.slice(0, 254) ?? null,
    },
    { client: trx ?? db.connection() }
  )
}

export type AuditFilters = {
  event?: AuditEventName
  /** Part of who did it or what it was about. */
  about?: string
  from?: Date
  until?: Date
  before?: number
}

/** A page of the log, newest first; `next` is the `before` of the page after. */
export async function listAuditEvents({ before, ...filters }: AuditFilters) {
  const events = await filtered(filters)
    .if(before, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(pageSize + 1)
  const page = events.slice(0, pageSize)
  return { events: page, next: events.length > pageSize ? page.at(-1)!.id : null }
}

/** The log as JSON lines, oldest first, a few hundred rows in memory at a time. */
export async function* auditLines(filters: AuditFilters) {
  let last = 0
  while (true) {
    const events = await filtered(filters).where('id', '>', last).orderBy('id').limit(batchSize)
    for (const event of events) yield `${JSON.stringify(event.serialize())}\n`
    if (events.length < batchSize) return
    last = events.at(-1)!.id
  }
}

function filtered({ event, about, from, until }: AuditFilters) {
  const pattern = `%${about?.replace(/[\\%_]/g, '\\$&')}%`
  return AuditEvent.query()
    .if(event, (query) => query.where('event', event!))
    .if(about, (query) =>
      query.whereRaw("(actor LIKE ? ESCAPE '\\' OR subject LIKE ? ESCAPE '\\' OR ip = ?)", [
        pattern,
        pattern,
        about!,
      ])
    )
    .if(from, (query) => query.where('created_at', '>=', stored(from!)))
    .if(until, (query) => query.where('created_at', '<', stored(until!)))
}

/** As the models write their times. */
function stored(date: Date) {
  return DateTime.fromJSDate(date).toSQL({ includeOffset: false })!
}
