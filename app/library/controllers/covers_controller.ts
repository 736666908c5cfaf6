import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { findCollection } from '#library/curation/collections'
import { findAsset } from '#library/curation/item'
import { coverValidator } from '#library/curation/validators'
import CollectionPolicy from '#library/policies/collection_policy'

/** The picture that stands for a collection. */
export default class CoversController {
  async update(ctx: HttpContext) {
    const { params, assetId } = await ctx.request.validateUsing(coverValidator)
    const viewer = ctx.auth.user!
    const collection = await findCollection(viewer, params.id)
    await ctx.bouncer.with(CollectionPolicy).authorize('edit', collection)
    const asset = await findAsset(viewer, assetId)
    await collection.merge({ coverAssetId: asset.id }).save()
    notify(ctx, { text: `“${asset.fileName}” is the cover now` })
    return ctx.response.redirect(`/collections/${collection.id}?arrange=1`)
  }
}
