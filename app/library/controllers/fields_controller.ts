import type { HttpContext } from '@adonisjs/core/http'
import { notify, wantsFragment } from '#core/htmx'
import { editAsset, EditConflict, revertField } from '#library/curation/editing'
import { editableFact } from '#library/curation/facts_shown'
import { FieldError, type FieldName } from '#library/curation/fields'
import { abilities, findAsset, itemPage, layersOf } from '#library/curation/item'
import { fieldEditValidator, fieldValidator } from '#library/curation/validators'
import { assetUrl } from '#library/gallery/addresses'
import AssetPolicy from '#library/policies/asset_policy'
import type Asset from '#library/models/asset'

interface Field {
  asset: Asset
  field: FieldName
  q: string
}

/** One field of an asset in a person's own words. */
export default class FieldsController {
  async show(ctx: HttpContext) {
    return this.#answer(ctx, await this.#load(ctx, 'show'))
  }

  async edit(ctx: HttpContext) {
    const loaded = await this.#load(ctx, 'edit')
    return this.#form(ctx, loaded)
  }

  async update(ctx: HttpContext) {
    const { asset, field, q } = await this.#load(ctx, 'edit')
    const { value, seen } = await ctx.request.validateUsing(fieldEditValidator)
    try {
      const values = { [field]: value ?? null }
      const known = seen ? { [field]: seen } : {}
      const change = await editAsset({ assetId: asset.id, by: ctx.auth.user!, values, seen: known })
      if (change.count) notify(ctx, change)
    } catch (error) {
      if (error instanceof EditConflict)
        return this.#refuse(ctx, { asset, field, q }, 409, error, value)
      if (error instanceof FieldError)
        return this.#refuse(ctx, { asset, field, q }, 422, error, value)
      throw error
    }
    return this.#answer(ctx, { asset: await asset.refresh(), field, q })
  }

  async destroy(ctx: HttpContext) {
    const { asset, field, q } = await this.#load(ctx, 'edit')
    const change = await revertField({ assetId: asset.id, by: ctx.auth.user!, field })
    if (change.count) notify(ctx, change)
    return this.#answer(ctx, { asset: await asset.refresh(), field, q })
  }

  async #load({ request, bouncer, auth }: HttpContext, ability: 'show' | 'edit'): Promise<Field> {
    const { params, q = '' } = await request.validateUsing(fieldValidator)
    const asset = await findAsset(auth.user!, params.id)
    await bouncer.with(AssetPolicy).authorize(ability, asset)
    return { asset, field: params.field, q }
  }

  async #answer(ctx: HttpContext, { asset, field, q }: Field) {
    if (!wantsFragment(ctx)) return ctx.response.redirect(assetUrl(asset.id, q))
    const fact = editableFact(asset, await layersOf(asset.id), field)
    const can = await abilities(ctx.auth.user!, asset)
    return ctx.view.render('library/items/_fact', { asset, fact, q, can })
  }

  async #refuse(
    ctx: HttpContext,
    loaded: Field,
    status: number,
    error: Error,
    typed?: string | null
  ) {
    ctx.response.status(status)
    const asset = await loaded.asset.refresh()
    return this.#form(
      ctx,
      { ...loaded, asset },
      {
        problem: error.message,
        conflict: status === 409,
        typed: typed ?? '',
      }
    )
  }

  async #form(ctx: HttpContext, { asset, field, q }: Field, refused = {}) {
    const viewer = ctx.auth.user!
    if (!wantsFragment(ctx)) {
      const page = await itemPage({ asset, q, viewer })
      return ctx.view.render('library/items/show', { ...page, editing: field, refused })
    }
    const fact = editableFact(asset, await layersOf(asset.id), field)
    return ctx.view.render('library/items/_fact_form', { asset, fact, q, refused })
  }
}
