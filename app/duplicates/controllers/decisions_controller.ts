import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import { withQuery } from '#library/gallery/addresses'
import { decidedPairs } from '#duplicates/decided'
import { withdrawDecisions } from '#duplicates/decisions'
import { decideGroup } from '#duplicates/deciding'
import { decisionsValidator, decideValidator, withdrawValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** What people said about pictures that are alike: not duplicates, or variants. */
export default class DecisionsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('list')
    const asked = await request.validateUsing(decisionsValidator)
    const found = await decidedPairs(auth.user!, asked)
    return view.render('duplicates/decisions/index', {
      ...found,
      asked,
      can: { decide: auth.user!.canEdit },
    })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(DuplicatePolicy).authorize('decide')
    const { params, verdict, of, members, keeper, kept, ...filters } =
      await ctx.request.validateUsing(decideValidator)
    const decided = await decideGroup({
      ...{ id: params.id, by: ctx.auth.user!, filters, verdict, memberIds: members },
      selected: of === 'kept' ? [keeper, ...(kept ?? [])] : undefined,
    })
    notify(ctx, decided.notice)
    return ctx.response.redirect(decided.nextUrl)
  }

  async destroy(ctx: HttpContext) {
    await ctx.bouncer.with(DuplicatePolicy).authorize('decide')
    const { ids, verdict } = await ctx.request.validateUsing(withdrawValidator)
    const count = await withdrawDecisions({ ids, by: ctx.auth.user! })
    notify(ctx, {
      text:
        count === 1 ? 'This pair is asked about again.' : `${count} pairs are asked about again.`,
    })
    return ctx.response.redirect(withQuery('/duplicates/decisions', { verdict }))
  }
}
