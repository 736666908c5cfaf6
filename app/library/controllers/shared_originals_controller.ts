import { errors } from '@adonisjs/lucid'
import type { HttpContext } from '@adonisjs/core/http'
import { sendOriginal } from '#library/controllers/file_answers'
import { count } from '#library/sharing/links'
import { findShared } from '#library/sharing/shared_page'
import { sharedItemValidator } from '#library/sharing/validators'

export default class SharedOriginalsController {
  async show(ctx: HttpContext) {
    const { params } = await ctx.request.validateUsing(sharedItemValidator)
    if (!ctx.shareLink.allowsDownload) throw new errors.E_ROW_NOT_FOUND()
    const asset = await findShared(ctx.shareLink, params.id)
    await sendOriginal(ctx, asset, { download: true })
    /** The further parts of a film that is being watched are the same download. */
    const isFirstPart = !/^bytes=[1-9]/.test(ctx.request.header('Range') ?? '')
    const isSent = [200, 206].includes(ctx.response.getStatus())
    if (isFirstPart && isSent) await count(ctx.shareLink, 'downloads')
  }
}
