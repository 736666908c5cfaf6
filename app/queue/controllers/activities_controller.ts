import type { HttpContext } from '@adonisjs/core/http'
import { activity } from '#queue/reading'
import JobRunPolicy from '#queue/policies/job_run_policy'

/** What the rail says about work under way. */
export default class ActivitiesController {
  async show({ auth, bouncer, view }: HttpContext) {
    await bouncer.with(JobRunPolicy).authorize('list')
    return view.render('queue/_activity', await activity(auth.user!))
  }
}
