import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { postponeGroup, takeUpGroup } from '#duplicates/deciding'
import { postponeValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** "Later": what one person does not want to decide now, or wants to after all. */
export default class PostponementsController {
  async store(ctx: HttpContext) {
    await ctx.bouncer.with(DuplicatePolicy).authorize('list')
    const { params, members, ...filters } = await ctx.request.validateUsing(postponeValidator)
    const { notice, nextUrl } = await postponeGroup({
      ...{ id: params.id, by: ctx.auth.user!, filters, memberIds: members },
    })
    notify(ctx, notice)
    return ctx.response.redirect(nextUrl)
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(DuplicatePolicy).authorize('list')
    const { params, members, ...filters } = await ctx.request.validateUsing(postponeValidator)
    const { notice, nextUrl } = await takeUpGroup({
      ...{ id: params.id, by: ctx.auth.user!, filters, memberIds: members },
    })
    notify(ctx, notice)
    return ctx.response.redirect(nextUrl)
  }
}
