import type { HttpContext } from '@adonisjs/core/http'
import { forgetOwnKeys, ownKeysOf, saveOwnKeys } from '#accounts/own_keys'
import ProfilePolicy from '#accounts/policies/profile_policy'
import { ownKeysValidator } from '#accounts/validators'
import { type OwnKeys, keyGroups } from '#core/keys'

/** The keys of the keyboard, as a person wants them. */
export default class OwnKeysController {
  async edit(ctx: HttpContext) {
    await ctx.bouncer.with(ProfilePolicy).authorize('edit')
    return this.#form(ctx, ownKeysOf(ctx.auth.user!))
  }

  async update(ctx: HttpContext) {
    await ctx.bouncer.with(ProfilePolicy).authorize('edit')
    const { keys } = await ctx.request.validateUsing(ownKeysValidator)
    const { chosen, problems } = await saveOwnKeys(ctx.auth.user!, keys ?? {})
    if (Object.keys(problems).length) {
      ctx.response.status(422)
      return this.#form(ctx, chosen, problems)
    }
    ctx.session.flash('notice', 'Your keys are saved')
    return ctx.response.redirect().toRoute('accounts.own_keys.edit')
  }

  async destroy({ bouncer, auth, session, response }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    await forgetOwnKeys(auth.user!)
    session.flash('notice', 'The usual keys are back')
    return response.redirect().toRoute('accounts.own_keys.edit')
  }

  #form({ view }: HttpContext, own: OwnKeys, problems: Record<string, string> = {}) {
    const hasOwn = Object.keys(own).length > 0
    return view.render('accounts/own_keys/edit', { groups: keyGroups(own), problems, hasOwn })
  }
}
