import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { jobJson } from '#api/job_json'
import { purgeValidator } from '#api/validators'
import TrashPolicy from '#trash/policies/trash_policy'
import { purgeLater } from '#trash/purging_later'
import { trashedBefore } from '#trash/retention'

/** Removing for good what has been in the trash for so long. */
export default class PurgesController {
  async destroy({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(TrashPolicy).authorize('purge')
    const user = auth.getUserOrFail()
    const { older_than: age } = await request.validateUsing(purgeValidator)
    const ids = await trashedBefore(Number.parseInt(age), user)
    if (!ids.length)
      throw new Exception('Nothing of yours is in the trash for so long.', { status: 404 })
    response.status(202)
    const run = await purgeLater({ ids }, user)
    return jobJson(await run.refresh())
  }
}
