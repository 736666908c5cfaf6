import type { HttpContext } from '@adonisjs/core/http'
import { providerJson } from '#api/studio/studio_json'
import { usableCredentials } from '#studio/credentials'
import { accountsOf } from '#studio/credentials/accounts'
import CredentialPolicy from '#studio/policies/credential_policy'

/** Accounts at providers and how they are; never their keys. */
export default class ProvidersController {
  async index({ bouncer }: HttpContext) {
    await bouncer.with(CredentialPolicy).authorize('manage')
    const accounts = await accountsOf(await usableCredentials(), Date.now())
    return { items: accounts.map(providerJson) }
  }
}
