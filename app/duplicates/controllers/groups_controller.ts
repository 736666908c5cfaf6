import type { HttpContext } from '@adonisjs/core/http'
import { groupPage } from '#duplicates/group_page'
import { groupsList } from '#duplicates/groups_list'
import { duplicateSettings } from '#duplicates/settings'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'
import { groupValidator, groupsValidator } from '#duplicates/validators'

/** Pictures that are the same or nearly so: a table of the groups, and each group to decide about. */
export default class GroupsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('list')
    const { after, ...narrowed } = await request.validateUsing(groupsValidator)
    const { preset } = await duplicateSettings()
    const filters = { preset, ...narrowed }
    return view.render(
      'duplicates/groups/index',
      await groupsList({ filters, after, viewer: auth.user! })
    )
  }

  async show({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('list')
    const { params, ...filters } = await request.validateUsing(groupValidator)
    return view.render(
      'duplicates/groups/show',
      await groupPage({ id: params.id, filters, viewer: auth.user! })
    )
  }
}
