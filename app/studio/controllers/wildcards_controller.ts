import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#core/htmx'
import Wildcard from '#studio/models/wildcard'
import WildcardPolicy from '#studio/policies/wildcard_policy'
import { findWildcards } from '#studio/wildcards/finding'
import { createWildcard, updateWildcard } from '#studio/wildcards/keeping'
import { wildcardList } from '#studio/wildcards/list'
import { wildcardPage } from '#studio/wildcards/page'
import { usesOf } from '#studio/wildcards/usage'
import {
  newWildcardValidator,
  wildcardIdValidator,
  wildcardIndexValidator,
  wildcardNameValidator,
  wildcardValidator,
} from '#studio/wildcards/validators'

export default class WildcardsController {
  async index({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(WildcardPolicy).authorize('list')
    const asked = await request.validateUsing(wildcardIndexValidator)
    const state = await wildcardList(asked)
    return view.render('studio/wildcards/index', { ...state, asked, user: auth.user! })
  }

  async create({ request, view, bouncer }: HttpContext) {
    await bouncer.with(WildcardPolicy).authorize('edit')
    const { from } = await request.validateUsing(newWildcardValidator)
    const [text] = from ? await findWildcards(from) : []
    return view.render('studio/wildcards/create', { text: text ?? { name: from ?? '', body: '' } })
  }

  async store({ request, response, bouncer, auth }: HttpContext) {
    await bouncer.with(WildcardPolicy).authorize('edit')
    const { name, body } = await request.validateUsing(wildcardValidator)
    await createWildcard({ name, body: body ?? '' }, auth.user!)
    return response.redirect().toRoute('studio.wildcards.show', [], { qs: { name } })
  }

  async show({ request, view, bouncer, auth }: HttpContext) {
    await bouncer.with(WildcardPolicy).authorize('list')
    const { name } = await request.validateUsing(wildcardNameValidator)
    const page = await wildcardPage(name, auth.user!)
    return view.render('studio/wildcards/show', { ...page, user: auth.user! })
  }

  async edit(ctx: HttpContext) {
    const wildcard = await this.#editable(ctx)
    const uses = await usesOf(wildcard.name, ctx.auth.user!)
    return ctx.view.render('studio/wildcards/edit', { wildcard, uses })
  }

  async update(ctx: HttpContext) {
    const wildcard = await this.#editable(ctx)
    const { name, body } = await ctx.request.validateUsing(wildcardValidator)
    await updateWildcard(wildcard, { name, body: body ?? '' })
    notify(ctx, { text: 'Saved' })
    return ctx.response.redirect().toRoute('studio.wildcards.show', [], { qs: { name } })
  }

  async destroy(ctx: HttpContext) {
    const wildcard = await this.#editable(ctx)
    await wildcard.delete()
    notify(ctx, { text: `Deleted the wildcard “${wildcard.name}”` })
    return ctx.response.redirect().toRoute('studio.wildcards.index')
  }

  async #editable({ request, bouncer }: HttpContext) {
    await bouncer.with(WildcardPolicy).authorize('edit')
    const { params } = await request.validateUsing(wildcardIdValidator)
    return Wildcard.findOrFail(params.id)
  }
}
