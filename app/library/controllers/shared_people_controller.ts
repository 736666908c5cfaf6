import { errors } from '@adonisjs/lucid'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import User from '#accounts/models/user'
import SharingPolicy from '#library/policies/sharing_policy'
import { shareWith, unshare } from '#library/sharing/people'
import { findSubject } from '#library/sharing/subject'
import { personValidator, subjectValidator, unshareValidator } from '#library/sharing/validators'

/** The people here whom an item or a collection is shown to. */
export default class SharedPeopleController {
  async store(ctx: HttpContext) {
    const subject = await this.#subject(ctx)
    await ctx.bouncer.with(SharingPolicy).authorize('shareWithPeople', subject)
    const { userId, canEdit } = await ctx.request.validateUsing(personValidator)
    const person = await User.query().where('id', userId).whereNull('disabled_at').firstOrFail()
    const actor = { by: ctx.auth.user!, ip: ctx.request.ip() }
    await shareWith(subject, person, { ...actor, canEdit: !!canEdit })
    const right = canEdit ? 'edit it' : 'look at it'
    notify(ctx, { text: `${person.fullName} may ${right} now` })
    return ctx.response.redirect(`/${subject.place}/${subject.id}/sharing`)
  }

  async destroy(ctx: HttpContext) {
    const subject = await this.#subject(ctx)
    await ctx.bouncer.with(SharingPolicy).authorize('shareWithPeople', subject)
    const { params } = await ctx.request.validateUsing(unshareValidator)
    const actor = { by: ctx.auth.user!, ip: ctx.request.ip() }
    if (!(await unshare(subject, params.userId, actor))) throw new errors.E_ROW_NOT_FOUND()
    notify(ctx, { text: 'No longer shared with them' })
    return ctx.response.redirect(`/${subject.place}/${subject.id}/sharing`)
  }

  async #subject({ request, auth }: HttpContext) {
    const { params } = await request.validateUsing(subjectValidator)
    return findSubject(auth.user!, params.place, params.id)
  }
}
