import type { HttpContext } from '@adonisjs/core/http'
import { acceptDriftsLater } from '#library/importing/replacements'
import SourceFolder from '#library/models/source_folder'
import SourceFolderPolicy from '#library/policies/source_folder_policy'

/** All that changed in a source folder, taken over at once. */
export default class SourceFolderDriftsController {
  async update({ params, bouncer, auth, response }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const present = SourceFolder.query().whereNull('removed_at')
    const folder = await present.where('id', params.id).firstOrFail()
    const run = await acceptDriftsLater(folder, auth.user!)
    return response.redirect().toRoute('queue.runs.show', { id: run.id })
  }
}
