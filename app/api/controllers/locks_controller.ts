import type { HttpContext } from '@adonisjs/core/http'
import { subjectOf } from '#api/people/subject'
import { lockSubject } from '#library/curation/locking'
import SharingPolicy from '#library/policies/sharing_policy'

/** Keeping an item or a collection as it is until it is unlocked. */
export default class LocksController {
  async store(ctx: HttpContext) {
    return this.#set(ctx, true)
  }

  async destroy(ctx: HttpContext) {
    return this.#set(ctx, false)
  }

  async #set(ctx: HttpContext, lock: boolean) {
    const subject = await subjectOf(ctx)
    await ctx.bouncer.with(SharingPolicy).authorize('lock', subject)
    await lockSubject(subject, { lock, by: ctx.auth.getUserOrFail(), ip: ctx.request.ip() })
    return { locked: lock }
  }
}
