import type { HttpContext } from '@adonisjs/core/http'
import { trashChangeJson } from '#api/change_json'
import { moveValidator, selectionValidator } from '#api/validators'
import { decide, pairsAmong } from '#duplicates/decisions'
import { moveToFolder } from '#duplicates/files/moving_together'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'
import TrashPolicy from '#trash/policies/trash_policy'
import { changeTrash } from '#trash/selection'

/** The three things people do with what turned up as alike. */
export default class ActionsController {
  /** Moves their files to a writable source folder. */
  async update({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { ids, folder_id: folderId } = await request.validateUsing(moveValidator)
    const { changeId, count, text } = await moveToFolder({
      ids,
      folderId,
      by: auth.getUserOrFail(),
    })
    return { change_id: changeId, count, text }
  }

  /** Puts them into the trash. */
  async destroy({ request, response, auth, bouncer }: HttpContext) {
    await bouncer.with(TrashPolicy).authorize('move')
    const by = auth.getUserOrFail()
    const { ids } = await request.validateUsing(selectionValidator)
    response.status(202)
    return trashChangeJson(await changeTrash({ verb: 'trash', selection: { ids }, by }), by)
  }

  /** Keeps them all: no duplicates of each other. */
  async store({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { ids } = await request.validateUsing(selectionValidator)
    const by = auth.getUserOrFail()
    const { changeId, count } = await decide({ pairs: pairsAmong(ids), verdict: 'different', by })
    return { change_id: changeId, pairs: count }
  }
}
