import type { HttpContext } from '@adonisjs/core/http'
import { trashChangeJson } from '#api/change_json'
import { idValidator, selectionValidator } from '#api/validators'
import { findAsset } from '#library/curation/item'
import TrashPolicy from '#trash/policies/trash_policy'
import { changeTrash, type Verb } from '#trash/selection'

/** Putting items into the trash and taking them out. */
export default class TrashingsController {
  async store(ctx: HttpContext) {
    return this.#change(ctx, 'trash')
  }

  async update(ctx: HttpContext) {
    return this.#change(ctx, 'restore')
  }

  async destroy({ request, response, auth, bouncer }: HttpContext) {
    const user = auth.getUserOrFail()
    const { params } = await request.validateUsing(idValidator)
    const asset = await findAsset(user, params.id)
    await bouncer.with(TrashPolicy).authorize('trash', asset)
    await changeTrash({ verb: 'trash', selection: { ids: [asset.id] }, by: user })
    return response.status(204)
  }

  async #change({ request, response, auth, bouncer }: HttpContext, verb: Verb) {
    await bouncer.with(TrashPolicy).authorize('move')
    const by = auth.getUserOrFail()
    const { ids } = await request.validateUsing(selectionValidator)
    response.status(202)
    return trashChangeJson(await changeTrash({ verb, selection: { ids }, by }), by)
  }
}
