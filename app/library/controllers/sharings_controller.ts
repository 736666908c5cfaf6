import type { HttpContext } from '@adonisjs/core/http'
import SharingPolicy from '#library/policies/sharing_policy'
import { linksOf } from '#library/sharing/links'
import { sharedPeople } from '#library/sharing/people'
import { findSubject } from '#library/sharing/subject'
import { subjectValidator } from '#library/sharing/validators'

/** Who sees an item or a collection. */
export default class SharingsController {
  async show({ request, view, bouncer, auth }: HttpContext) {
    const { params } = await request.validateUsing(subjectValidator)
    const subject = await findSubject(auth.user!, params.place, params.id)
    await bouncer.with(SharingPolicy).authorize('share', subject)
    const [links, people] = [await linksOf(subject), await sharedPeople(subject)]
    return view.render('library/sharings/show', { subject, links, ...people })
  }
}
