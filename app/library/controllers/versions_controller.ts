import { posix } from 'node:path'
import type { HttpContext } from '@adonisjs/core/http'
import { sendFile } from '#core/file_response'
import { notify } from '#core/htmx'
import { findAsset } from '#library/curation/item'
import { idValidator, versionValidator } from '#library/curation/validators'
import { answerReplacement } from '#library/controllers/replacement_answer'
import { findVersion, openVersion } from '#library/curation/versions'
import { discard, receiveFiles } from '#library/importing/receiving'
import { replaceLater } from '#library/importing/replacements'
import AssetPolicy from '#library/policies/asset_policy'

/** The files an asset had before, and giving it another one. */
export default class VersionsController {
  async show(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(versionValidator)
    const asset = await findAsset(ctx.auth.user!, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('show', asset)
    const version = await findVersion(asset, params.versionId)
    const file = await openVersion(version)
    if (!file) return ctx.response.status(410).send('The file of that version is missing.')
    return sendFile(ctx, {
      ...file,
      name: posix.basename(version.file_name),
      mime: version.mime,
      etag: `"${version.sha256.slice(0, 32)}-${file.size}"`,
      disposition: 'attachment',
      cacheControl: 'private, no-cache',
    })
  }

  async store(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(idValidator)
    const by = ctx.auth.user!
    const asset = await findAsset(by, params.id)
    await ctx.bouncer.with(AssetPolicy).authorize('replace', asset)
    const [received, ...others] = await receiveFiles(ctx.request)
    await discard(others)
    if (!received) {
      notify(ctx, { text: 'Choose a file to put in its place.', tone: 'error' })
      return ctx.response.redirect(`/library/${asset.id}`)
    }
    const { path, name } = received
    const run = await replaceLater(asset, { path, name }, by)
    if (!run) await discard([received])
    return answerReplacement(ctx, asset, run)
  }
}
