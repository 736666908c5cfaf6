import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { jobJson } from '#api/job_json'
import { idValidator } from '#api/validators'
import { findRun } from '#queue/reading'
import { cancelRun } from '#queue/runs'
import JobRunPolicy from '#queue/policies/job_run_policy'

export default class JobCancellationsController {
  async store({ request, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const run = await findRun(user, params.id)
    await bouncer.with(JobRunPolicy).authorize('cancel', run)
    if (await cancelRun(run)) return jobJson(await findRun(user, run.id))
    throw new Exception('This job had already ended.', { status: 409 })
  }
}
