import type { HttpContext } from '@adonisjs/core/http'
import { notify, swap } from '#core/htmx'
import { checkCredential } from '#studio/credentials'
import { accountsOf } from '#studio/credentials/accounts'
import ProviderCredential from '#studio/models/provider_credential'
import CredentialPolicy from '#studio/policies/credential_policy'

/** A provider that does not answer must not hold the page for long. */
const patience = 15_000

export default class CredentialChecksController {
  async store(ctx: HttpContext) {
    const { params, bouncer } = ctx
    await bouncer.with(CredentialPolicy).authorize('manage')
    const credential = await ProviderCredential.query()
      .where('id', params.id)
      .whereNull('removed_at')
      .firstOrFail()
    await checkCredential(credential, AbortSignal.timeout(patience))
    const [account] = await accountsOf([credential], Date.now())
    const isGood = account.status.tone === 'good'
    const text = `${credential.label}: ${account.status.text}`
    notify(ctx, { text, ...(!isGood && { tone: 'error' }) })
    return swap(ctx, 'studio/credentials/_account', { ...account }, '/providers')
  }
}
