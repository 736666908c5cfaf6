import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { lockSubject } from '#library/curation/locking'
import SharingPolicy from '#library/policies/sharing_policy'
import { findSubject } from '#library/sharing/subject'
import { subjectValidator } from '#library/sharing/validators'

/** Keeping an item or a collection as it is until it is unlocked. */
export default class LocksController {
  async store(ctx: HttpContext) {
    return this.#set(ctx, true)
  }

  async destroy(ctx: HttpContext) {
    return this.#set(ctx, false)
  }

  async #set(ctx: HttpContext, lock: boolean) {
    const { params } = await ctx.request.validateUsing(subjectValidator)
    const by = ctx.auth.user!
    const subject = await findSubject(by, params.place, params.id)
    await ctx.bouncer.with(SharingPolicy).authorize('lock', subject)
    notify(ctx, await lockSubject(subject, { lock, by, ip: ctx.request.ip() }))
    return ctx.response.redirect().withQs().back()
  }
}
