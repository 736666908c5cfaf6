import type { HttpContext } from '@adonisjs/core/http'
import { notify, wantsFragment } from '#core/htmx'
import { addressOf, groupUrl } from '#duplicates/addresses'
import { mergeChoice, previewChoice } from '#duplicates/deciding'
import { duplicatePreferences } from '#duplicates/settings'
import { mergePreviewValidator, mergeValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** Making one picture of a group: first what it would become, then the doing. */
export default class MergesController {
  async create(ctx: HttpContext) {
    const { request, view, bouncer, auth } = ctx
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const {
      params,
      members,
      keeper,
      kept = [],
      ...filters
    } = await request.validateUsing(mergePreviewValidator)
    const choice = { memberIds: members, keeperId: keeper, keptIds: kept }
    const asked = { id: params.id, by: auth.user!, filters, ...choice }
    const preview = await previewChoice(asked)
    const page = wantsFragment(ctx) ? '_preview' : 'create'
    return view.render(`duplicates/merges/${page}`, {
      ...preview,
      preferences: await duplicatePreferences(auth.user!),
      keptIds: kept,
      address: addressOf(filters),
      backHref: groupUrl(params.id, filters),
    })
  }

  async store(ctx: HttpContext) {
    await ctx.bouncer.with(DuplicatePolicy).authorize('decide')
    const {
      params,
      members,
      keeper,
      kept = [],
      rest,
      trash,
      tell,
      moveTo,
      ...filters
    } = await ctx.request.validateUsing(mergeValidator)
    const { notice, nextUrl } = await mergeChoice({
      ...{ id: params.id, by: ctx.auth.user!, filters, memberIds: members },
      ...{ keeperId: keeper, keptIds: kept },
      rest: moveTo ? 'move' : (rest ?? (trash ? 'trash' : 'keep')),
      folderId: moveTo,
      tellsPrivate: tell,
    })
    notify(ctx, notice)
    return ctx.response.redirect(nextUrl)
  }
}
