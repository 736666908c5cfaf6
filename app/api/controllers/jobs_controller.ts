import type { HttpContext } from '@adonisjs/core/http'
import { jobItemJson, jobJson } from '#api/job_json'
import { idValidator, jobItemsValidator, jobListValidator } from '#api/validators'
import { findRun, listItems, listRuns } from '#queue/reading'
import JobRunPolicy from '#queue/policies/job_run_policy'

export default class JobsController {
  async index({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(JobRunPolicy).authorize('list')
    const { state, cursor: before } = await request.validateUsing(jobListValidator)
    const { runs, nextBefore } = await listRuns(auth.getUserOrFail(), { state, before })
    return { items: runs.map(jobJson), next: nextBefore === undefined ? null : String(nextBefore) }
  }

  async show({ request, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const run = await findRun(user, params.id)
    await bouncer.with(JobRunPolicy).authorize('show', run)
    const { item_state: state, cursor: after } = await request.validateUsing(jobItemsValidator)
    const { items, nextAfter } = await listItems(run, user, { state, after })
    return { ...jobJson(run), items: items.map(jobItemJson), next: nextAfter ?? null }
  }
}
