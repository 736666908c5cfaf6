import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { audit, auditEvents, auditLines, listAuditEvents } from '#accounts/audit'
import AdministrationPolicy from '#accounts/policies/administration_policy'
import { auditValidator } from '#accounts/validators'

/** Who did what that concerns safety. */
export default class AuditEventsController {
  async index({ request, view, bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const filters = await request.validateUsing(auditValidator)
    const page = await listAuditEvents(filters)
    return view.render('accounts/audit_events/index', { ...page, filters, names: auditEvents })
  }

  /** All of it, a JSON object on each line, oldest first. */
  async show({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(AdministrationPolicy).authorize('manage')
    const filters = await request.validateUsing(auditValidator)
    await audit('audit.exported', { by: auth.user!, ip: request.ip() })
    response.header('Content-Type', 'application/jsonl; charset=utf-8')
    response.header('Content-Disposition', 'attachment; filename="audit.jsonl"')
    return response.stream(Readable.from(auditLines(filters)))
  }
}
