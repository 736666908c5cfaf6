import { posix } from 'node:path'
import { errors } from '@vinejs/vine'
import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import { sendFile } from '#core/file_response'
import { jobJson } from '#api/job_json'
import { idValidator } from '#api/validators'
import { findAsset } from '#library/curation/item'
import { discard, receiveFiles } from '#library/importing/receiving'
import { replaceLater } from '#library/importing/replacements'
import { openOriginal } from '#library/originals'
import AssetPolicy from '#library/policies/asset_policy'

/** The file of an item: to download, and to give it another one. */
export default class FilesController {
  async show(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(idValidator)
    const asset = await findAsset(ctx.auth.getUserOrFail(), params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('show', asset)
    const original = await openOriginal(asset)
    if (!original) throw new Exception('The file is missing from its folder.', { status: 410 })
    return sendFile(ctx, {
      ...original,
      name: posix.basename(asset.fileName),
      mime: asset.mime,
      disposition: 'attachment',
      cacheControl: 'private, no-cache',
    })
  }

  /** The former file stays as a version. */
  async store({ request, response, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const asset = await findAsset(user, params.id)
    await bouncer.with(AssetPolicy).authorize('replace', asset)
    const [file, ...others] = await receiveFiles(request)
    await discard(others)
    if (!file) throw missing()
    const run = await replaceLater(asset, { path: file.path, name: file.name }, user)
    if (!run) {
      await discard([file])
      throw new Exception('Its file is being replaced already. Wait for that.', { status: 409 })
    }
    response.status(202)
    return jobJson(await run.refresh())
  }
}

function missing() {
  const message = 'Send one file, as multipart/form-data.'
  return new errors.E_VALIDATION_ERROR([{ field: 'file', message, rule: 'required' }])
}
