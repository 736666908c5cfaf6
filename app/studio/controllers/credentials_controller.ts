import type { HttpContext } from '@adonisjs/core/http'
import {
  changeCredential,
  removeCredential,
  storeCredential,
  usableCredentials,
} from '#studio/credentials'
import { accountsOf } from '#studio/credentials/accounts'
import {
  credentialValidator,
  newCredentialPage,
  newCredentialValidator,
} from '#studio/credentials/validators'
import ProviderCredential from '#studio/models/provider_credential'
import CredentialPolicy from '#studio/policies/credential_policy'
import { adapterFor, adapters } from '#studio/providers/registry'

export default class CredentialsController {
  async index({ view, bouncer }: HttpContext) {
    await bouncer.with(CredentialPolicy).authorize('manage')
    const accounts = await accountsOf(await usableCredentials(), Date.now())
    return view.render('studio/credentials/index', { accounts })
  }

  async create({ request, view, bouncer }: HttpContext) {
    await bouncer.with(CredentialPolicy).authorize('manage')
    const { provider } = await request.validateUsing(newCredentialPage)
    const adapter = provider ? adapterFor(provider) : null
    return view.render('studio/credentials/create', { adapters, adapter })
  }

  async store({ request, bouncer, auth, session, response }: HttpContext) {
    await bouncer.with(CredentialPolicy).authorize('manage')
    const { provider, password, ...fields } = await request.validateUsing(newCredentialValidator)
    const credential = await storeCredential(provider, { ...fields, secret: password }, auth.user!)
    session.flash('notice', `“${credential.label}” is kept. Check whether it answers.`)
    return response.redirect().toRoute('studio.credentials.index')
  }

  async edit({ params, view, bouncer }: HttpContext) {
    await bouncer.with(CredentialPolicy).authorize('manage')
    const [account] = await accountsOf([await present(params.id)], Date.now())
    return view.render('studio/credentials/edit', { account })
  }

  async update({ params, request, bouncer, auth, session, response }: HttpContext) {
    await bouncer.with(CredentialPolicy).authorize('manage')
    const credential = await present(params.id)
    const { password, ...fields } = await request.validateUsing(credentialValidator)
    await changeCredential(credential, { ...fields, secret: password }, auth.user!)
    session.flash('notice', `“${credential.label}” is saved.`)
    return response.redirect().toRoute('studio.credentials.index')
  }

  async destroy({ params, bouncer, auth, session, response }: HttpContext) {
    await bouncer.with(CredentialPolicy).authorize('manage')
    const credential = await present(params.id)
    await removeCredential(credential, auth.user!)
    session.flash('notice', `“${credential.label}” and its key are gone. Its orders stay.`)
    return response.redirect().toRoute('studio.credentials.index')
  }
}

const present = (id: number) =>
  ProviderCredential.query().where('id', id).whereNull('removed_at').firstOrFail()
