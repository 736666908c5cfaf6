import type { HttpContext } from '@adonisjs/core/http'
import { discard, receiveFiles } from '#library/importing/receiving'
import { choicesOf, uploadPage } from '#library/importing/upload_page'
import { startUpload } from '#library/importing/uploading'
import { uploadValidator } from '#library/importing/validators'
import ImportPolicy from '#library/policies/import_policy'

export default class UploadsController {
  async create({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(ImportPolicy).authorize('create')
    return view.render('library/uploads/create', await uploadPage(auth.user!))
  }

  async store({ request, bouncer, auth, response, session }: HttpContext) {
    await bouncer.with(ImportPolicy).authorize('create')
    const received = await receiveFiles(request)
    if (!received.length) {
      session.flash('inputErrorsBag', { files: ['Choose at least one file.'] })
      return response.redirect().toRoute('library.imports.create')
    }
    try {
      const typed = await request.validateUsing(uploadValidator)
      const choices = await choicesOf(typed, auth.user!)
      const run = await startUpload(received, { ...choices, by: auth.user! })
      return response.redirect().toRoute('queue.runs.show', { id: run.id })
    } catch (error) {
      await discard(received)
      throw error
    }
  }
}
