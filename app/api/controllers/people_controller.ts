import type { HttpContext } from '@adonisjs/core/http'
import ProfilePolicy from '#accounts/policies/profile_policy'
import type { Scope } from '#accounts/api_keys'
import { userJson } from '#api/people/people_json'

/** Whose key it is, and what it may. */
export default class PeopleController {
  async show({ auth, bouncer }: HttpContext) {
    await bouncer.with(ProfilePolicy).authorize('edit')
    const user = auth.getUserOrFail()
    const { identifier, name, abilities } = auth.use('key').getUserOrFail().currentAccessToken
    const key = { id: Number(identifier), name, scopes: abilities as Scope[] }
    return { user: userJson(user), key }
  }
}
