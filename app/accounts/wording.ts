import type { Scope } from '#accounts/api_keys'
import type AuditEvent from '#accounts/models/audit_event'
import type { Role } from '#accounts/models/user'

export const scopeWords: Record<Scope, string> = {
  read: 'read: see and download what you may see',
  write: 'write: rate, tag, describe, add and change items',
  files: 'files: upload, replace, move, and put into the trash',
  generate: 'generate: order pictures, which may cost money',
  purge: 'purge: remove for ever what is in the trash',
  admin: 'admin: people, source folders, settings (administrators only)',
}

/** Browser and system of a User-Agent, as far as a person needs to know their own devices apart. */
export function deviceOf(userAgent: string) {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari|curl)\//.exec(userAgent)?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS|Linux)/.exec(userAgent)?.[1]
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera' }
  return [browser && (names[browser] ?? browser), system].filter(Boolean).join(' on ') || 'Unknown'
}

export const roleNames: Record<Role, string> = {
  viewer: 'Viewer',
  editor: 'Editor',
  admin: 'Administrator',
}

export const roleWords: Record<Role, string> = {
  viewer: 'Viewer: looks, searches, rates for themselves',
  editor: 'Editor: also adds, changes, orders and tidies up',
  admin: 'Administrator: also people, source folders, providers and settings',
}

/** What a line of the audit log adds, in a few words. */
export function detailsOf({ details }: AuditEvent) {
  return Object.entries(details)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** As a date field wants it. */
export function dayOf(date?: Date) {
  return date?.toISOString().slice(0, 10)
}
