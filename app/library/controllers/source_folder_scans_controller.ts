import type { HttpContext } from '@adonisjs/core/http'
import { scanValidator } from '#library/importing/validators'
import SourceFolder from '#library/models/source_folder'
import SourceFolderPolicy from '#library/policies/source_folder_policy'
import { scanSourceFolder } from '#library/source_folders/source_folders'

export default class SourceFolderScansController {
  async store({ params, request, bouncer, auth, response }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const folder = await SourceFolder.query()
      .where('id', params.id)
      .whereNull('removed_at')
      .firstOrFail()
    const { lossAccepted } = await request.validateUsing(scanValidator)
    const run = await scanSourceFolder(folder, auth.user!, { lossAccepted: !!lossAccepted })
    return response.redirect().toRoute('queue.runs.show', { id: run.id })
  }
}
