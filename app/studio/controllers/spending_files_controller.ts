import type { HttpContext } from '@adonisjs/core/http'
import SpendingPolicy from '#studio/policies/spending_policy'
import { spendingCsv } from '#studio/spending/csv'
import { spendingReport } from '#studio/spending/report'
import { spendingValidator } from '#studio/spending/validators'

/** The report for a spreadsheet. */
export default class SpendingFilesController {
  async show({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(SpendingPolicy).authorize('list')
    const asked = await request.validateUsing(spendingValidator)
    const by = asked.by ?? 'month'
    const rows = await spendingReport(auth.user!, { ...asked, by })
    response.header('Content-Type', 'text/csv; charset=utf-8')
    response.header('Content-Disposition', `attachment; filename="spending-by-${by}.csv"`)
    return spendingCsv(by, rows)
  }
}
