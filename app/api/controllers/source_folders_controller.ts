import { errors } from '@vinejs/vine'
import type { HttpContext } from '@adonisjs/core/http'
import { sourceFolderJson } from '#api/curation/source_folder_json'
import { newSourceFolderValidator, sourceFolderUpdateValidator } from '#api/curation/validators'
import { answerWithEtag, requireMatch } from '#api/etag'
import { idValidator } from '#api/validators'
import SourceFolder from '#library/models/source_folder'
import SourceFolderPolicy from '#library/policies/source_folder_policy'
import {
  addSourceFolder,
  removeSourceFolder,
  UnsuitablePath,
  updateSourceFolder,
} from '#library/source_folders/source_folders'

export default class SourceFoldersController {
  async index({ bouncer }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const folders = await SourceFolder.query().whereNull('removed_at').orderBy('name')
    return { items: folders.map(sourceFolderJson) }
  }

  async store({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(SourceFolderPolicy).authorize('manage')
    const sent = await request.validateUsing(newSourceFolderValidator)
    const details = { ...unsaid, ...sent }
    const folder = await atPath(addSourceFolder(details, auth.getUserOrFail()))
    response.status(201)
    return sourceFolderJson(await folder.refresh())
  }

  async show(ctx: HttpContext) {
    await ctx.bouncer.with(SourceFolderPolicy).authorize('manage')
    return answerWithEtag(ctx, sourceFolderJson(await present(ctx)))
  }

  async update(ctx: HttpContext) {
    await ctx.bouncer.with(SourceFolderPolicy).authorize('manage')
    const folder = await present(ctx)
    const sent = await ctx.request.validateUsing(sourceFolderUpdateValidator)
    requireMatch(ctx, sourceFolderJson(folder))
    const { name, path, visibility, tag, watched, writable } = folder
    const details = { name, path, visibility, tag, watched, writable, ...sent }
    await atPath(updateSourceFolder(folder, details, ctx.auth.getUserOrFail()))
    return answerWithEtag(ctx, sourceFolderJson(folder))
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(SourceFolderPolicy).authorize('manage')
    await removeSourceFolder(await present(ctx), ctx.auth.getUserOrFail())
    return ctx.response.status(204)
  }
}

const unsaid = { visibility: 'everyone' as const, tag: null, watched: false, writable: false }

async function present({ request }: HttpContext) {
  const { params } = await request.validateUsing(idValidator)
  return SourceFolder.query().where('id', params.id).whereNull('removed_at').firstOrFail()
}

/** A path that does not do is told at its field. */
async function atPath<Answer>(act: Promise<Answer>) {
  try {
    return await act
  } catch (error) {
    if (!(error instanceof UnsuitablePath)) throw error
    const { message } = error
    throw new errors.E_VALIDATION_ERROR([{ field: 'path', message, rule: 'path' }])
  }
}
