import type { HttpContext } from '@adonisjs/core/http'
import { foldersToMoveTo } from '#duplicates/group_page'
import { duplicateSettings, saveDuplicateSettings } from '#duplicates/settings'
import { settingsValidator } from '#duplicates/validators'
import DuplicatePolicy from '#duplicates/policies/duplicate_policy'

/** How this installation finds and treats duplicates. */
export default class SettingsController {
  async edit({ view, bouncer, auth }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('configure')
    const [settings, folders] = await Promise.all([
      duplicateSettings(),
      foldersToMoveTo(auth.user!),
    ])
    return view.render('duplicates/settings/edit', { settings, folders })
  }

  async update({ request, bouncer, auth, session, response }: HttpContext) {
    await bouncer.with(DuplicatePolicy).authorize('configure')
    const {
      protectedFolders = '',
      moveFolderId = null,
      ...rest
    } = await request.validateUsing(settingsValidator)
    await saveDuplicateSettings(
      {
        ...rest,
        moveFolderId,
        protectedFolders: protectedFolders.split('\n').flatMap((line) => line.trim() || []),
      },
      auth.user!
    )
    session.flash('notice', 'The settings are saved.')
    return response.redirect().toRoute('duplicates.settings.edit')
  }
}
