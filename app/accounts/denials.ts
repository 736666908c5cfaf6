import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import { audit } from '#accounts/audit'
import type AccessDenied from '#core/events/access_denied'

/** Writes a refusal into the audit log: of one person at one route the first of each hour, or a page that asks again and again would fill it. */
export function noteDenial({ by, route, ip, why }: AccessDenied['denied']) {
  return db.transaction(async (trx) => {
    const known = await trx
      .from('audit_events')
      .where({ event: 'access.denied', user_id: by.id, subject: route })
      .where('created_at', '>', DateTime.now().minus({ hours: 1 }).toSQL({ includeOffset: false }))
      .first()
    if (known) return
    await audit('access.denied', { by, ip, trx, subject: route, details: { why } })
  })
}
