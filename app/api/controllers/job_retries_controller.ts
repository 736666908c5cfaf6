import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { jobJson } from '#api/job_json'
import { idValidator } from '#api/validators'
import { findRun } from '#queue/reading'
import { retryFailed } from '#queue/runs'
import JobRunPolicy from '#queue/policies/job_run_policy'

export default class JobRetriesController {
  async store({ request, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const run = await findRun(user, params.id)
    await bouncer.with(JobRunPolicy).authorize('retry', run)
    if (await retryFailed(run)) return jobJson(await findRun(user, run.id))
    const message = 'There is nothing to try again, or it is under way already.'
    throw new Exception(message, { status: 409 })
  }
}
