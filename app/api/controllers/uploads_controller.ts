import { errors } from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { jobJson } from '#api/job_json'
import { uploadValidator } from '#api/validators'
import { discard, receiveFiles } from '#library/importing/receiving'
import { startUpload } from '#library/importing/uploading'
import { ownCollection } from '#library/importing/upload_page'
import ImportPolicy from '#library/policies/import_policy'

/** Files become items in a job: its items say what became of each. */
export default class UploadsController {
  async store({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(ImportPolicy).authorize('create')
    const user = auth.getUserOrFail()
    const received = await receiveFiles(request)
    try {
      if (!received.length) throw missing()
      const {
        tags = [],
        visibility = 'everyone',
        ...sent
      } = await request.validateUsing(uploadValidator)
      const collectionId = await ownCollection(sent.collection_id, user)
      const choices = { tags, visibility, collectionId, proposals: sent.proposals ?? false }
      const run = await startUpload(received, { ...choices, by: user })
      response.status(202)
      return jobJson(await run.refresh())
    } catch (error) {
      await discard(received)
      throw error
    }
  }
}

function missing() {
  const message = 'Send at least one file, as multipart/form-data.'
  return new errors.E_VALIDATION_ERROR([{ field: 'files', message, rule: 'required' }])
}
