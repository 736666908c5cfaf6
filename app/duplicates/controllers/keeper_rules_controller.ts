import type { HttpContext } from '@adonisjs/core/http'
import { editableRules, rulesFrom } from '#duplicates/rules_editor'
import { duplicatePreferences, saveDuplicatePreferences } from '#duplicates/settings'
import { keeperRulesValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** How one person likes duplicates decided. */
export default class KeeperRulesController {
  async edit({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const preferences = await duplicatePreferences(auth.user!)
    return view.render('duplicates/keeper_rules/edit', {
      preferences,
      ...editableRules(preferences.keeperRules),
    })
  }

  async update({ request, bouncer, auth, session, response }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('decide')
    const { trash, confirms, ...edited } = await request.validateUsing(keeperRulesValidator)
    await saveDuplicatePreferences(auth.user!, {
      keeperRules: edited.order && rulesFrom({ inUse: [], ...edited, order: edited.order }),
      trashRest: !!trash,
      confirms: !!confirms,
    })
    if (!edited.move) session.flash('notice', 'Your rules are saved.')
    return response.redirect().toRoute('duplicates.keeper_rules.edit')
  }
}
