import { errors } from '@adonisjs/lucid'
import type { HttpContext } from '@adonisjs/core/http'
import User from '#accounts/models/user'
import { sharedPersonParams, shareValidator } from '#api/people/validators'
import { subjectOf } from '#api/people/subject'
import { shareJson } from '#api/people/sharing_json'
import SharingPolicy from '#library/policies/sharing_policy'
import { sharedPeople, shareWith, unshare } from '#library/sharing/people'

/** The people here whom an item or a collection is shared with. */
export default class SharedPeopleController {
  async index(ctx: HttpContext) {
    const subject = await subjectOf(ctx)
    await ctx.bouncer.with(SharingPolicy).authorize('shareWithPeople', subject)
    const { shared } = await sharedPeople(subject)
    return { items: shared.map(shareJson) }
  }

  /** Said again, it changes what they may. */
  async update(ctx: HttpContext) {
    const subject = await subjectOf(ctx)
    await ctx.bouncer.with(SharingPolicy).authorize('shareWithPeople', subject)
    const { params } = await ctx.request.validateUsing(sharedPersonParams)
    const { may = 'look' } = await ctx.request.validateUsing(shareValidator)
    const people = User.query().whereNull('disabled_at').whereNot('id', subject.ownerId)
    const person = await people.where('id', params.user_id).firstOrFail()
    const canEdit = may === 'edit'
    await shareWith(subject, person, {
      by: ctx.auth.getUserOrFail(),
      ip: ctx.request.ip(),
      canEdit,
    })
    return shareJson({ person, canEdit })
  }

  async destroy(ctx: HttpContext) {
    const subject = await subjectOf(ctx)
    await ctx.bouncer.with(SharingPolicy).authorize('shareWithPeople', subject)
    const { params } = await ctx.request.validateUsing(sharedPersonParams)
    const actor = { by: ctx.auth.getUserOrFail(), ip: ctx.request.ip() }
    if (!(await unshare(subject, params.user_id, actor))) throw new errors.E_ROW_NOT_FOUND()
    return ctx.response.status(204)
  }
}
