import type { HttpContext } from '@adonisjs/core/http'
import { listGroups } from '#api/duplicates/group_json'
import { duplicatesValidator } from '#api/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

export default class DuplicateGroupsController {
  async index({ request, auth, bouncer }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('list')
    return listGroups(await request.validateUsing(duplicatesValidator), auth.getUserOrFail())
  }
}
