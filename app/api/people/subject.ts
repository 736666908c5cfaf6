import type { HttpContext } from '@adonisjs/core/http'
import { idValidator } from '#api/validators'
import { findSubject } from '#library/sharing/subject'

/** The item or collection a route is about, as far as this person sees it: its name says which of the two. */
export async function subjectOf({ request, route, auth }: HttpContext) {
  const { params } = await request.validateUsing(idValidator)
  const place = route?.name?.startsWith('api.collections.') ? 'collections' : 'library'
  return findSubject(auth.getUserOrFail(), place, params.id)
}
