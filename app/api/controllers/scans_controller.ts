import type { HttpContext } from '@adonisjs/core/http'
import { jobJson } from '#api/job_json'
import { idValidator, scanValidator } from '#api/validators'
import SourceFolder from '#library/models/source_folder'
import SourceFolderPolicy from '#library/policies/source_folder_policy'
import { scanSourceFolder } from '#library/source_folders/source_folders'
import JobRunPolicy from '#queue/policies/job_run_policy'
import { findRun } from '#queue/reading'

/** Looking for changes in source folders. */
export default class ScansController {
  async store({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const user = auth.getUserOrFail()
    const { folder_id: id, loss_accepted: lossAccepted } =
      await request.validateUsing(scanValidator)
    const folders = SourceFolder.query().whereNull('removed_at').orderBy('id')
    const wanted = id ? [await folders.where('id', id).firstOrFail()] : await folders
    const items = []
    for (const folder of wanted) {
      const run = await scanSourceFolder(folder, user, { lossAccepted })
      await run.refresh()
      items.push(jobJson(run.showTo(user)))
    }
    response.status(202)
    return { items }
  }

  async show({ request, auth, bouncer }: HttpContext) {
    const { params } = await request.validateUsing(idValidator)
    const run = await findRun(auth.getUserOrFail(), params.id)
    await bouncer.with(JobRunPolicy).authorize('show', run)
    return jobJson(run)
  }
}
