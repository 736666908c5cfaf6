import type { HttpContext } from '@adonisjs/core/http'
import { newSourceFolderValidator, sourceFolderValidator } from '#library/importing/validators'
import SourceFolder from '#library/models/source_folder'
import SourceFolderPolicy from '#library/policies/source_folder_policy'
import { listSourceFolders } from '#library/source_folders/list'
import {
  addSourceFolder,
  removeSourceFolder,
  UnsuitablePath,
  updateSourceFolder,
} from '#library/source_folders/source_folders'

export default class SourceFoldersController {
  async index({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const folders = await listSourceFolders(auth.user!)
    return view.render('library/source_folders/index', { folders })
  }

  async create({ view, bouncer }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    return view.render('library/source_folders/create')
  }

  async store(ctx: HttpContext) {
    const { request, bouncer, auth, session, response } = ctx
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const {
      tag = null,
      watched,
      writable,
      ...details
    } = await request.validateUsing(newSourceFolderValidator)
    return orExplain(ctx, async () => {
      const folder = await addSourceFolder(
        { ...details, tag, watched: !!watched, writable: !!writable },
        auth.user!
      )
      const before = folder.$isLocal ? '' : ' What it held before stays with whom it belonged to.'
      session.flash('notice', `“${folder.name}” is being read now.${before}`)
      return response.redirect().toRoute('library.source_folders.index')
    })
  }

  async edit({ params, view, bouncer }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    return view.render('library/source_folders/edit', { folder: await present(params.id) })
  }

  async update(ctx: HttpContext) {
    const { params, request, bouncer, auth, session, response } = ctx
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const folder = await present(params.id)
    const {
      tag = null,
      watched,
      writable,
      ...details
    } = await request.validateUsing(sourceFolderValidator)
    return orExplain(ctx, async () => {
      await updateSourceFolder(
        folder,
        { ...details, tag, watched: !!watched, writable: !!writable },
        auth.user!
      )
      session.flash('notice', `“${folder.name}” is saved.`)
      return response.redirect().toRoute('library.source_folders.index')
    })
  }

  async destroy({ params, bouncer, auth, session, response }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const folder = await present(params.id)
    await removeSourceFolder(folder, auth.user!)
    session.flash('notice', `“${folder.name}” is out of the library. No file was touched.`)
    return response.redirect().toRoute('library.source_folders.index')
  }
}

const present = (id: number) =>
  SourceFolder.query().where('id', id).whereNull('removed_at').firstOrFail()

/** A path that does not do is told at its field, with everything typed kept. */
async function orExplain({ session, response }: HttpContext, act: () => Promise<unknown>) {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof UnsuitablePath)) throw error
    session.flashAll()
    session.flash('inputErrorsBag', { path: [error.message] })
    return response.redirect().back()
  }
}
