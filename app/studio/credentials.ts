import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { audit } from '#accounts/audit'
import { requireBaseUrl } from '#studio/credentials/base_url'
import { refuse } from '#studio/credentials/refusing'
import {
  encryptInto,
  environmentSecret,
  isOfEnvironment,
  secretOf,
} from '#studio/credentials/secrets'
import { forgetFailures, noteAnswer } from '#studio/limits'
import ProviderCredential from '#studio/models/provider_credential'
import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import { openHttp } from '#studio/providers/http'
import { adapterFor, adapters } from '#studio/providers/registry'

export { rotateCredentials } from '#studio/credentials/secrets'

type Person = { id: number; email: string }

export interface CredentialFields {
  label: string
  /** Empty: the provider's own. */
  baseUrl?: string | null
  dialect?: string | null
  /** Empty: none, or the one that is there stays. */
  secret?: string | null
  maxInFlight?: number | null
  requestsPerSecond?: number | null
}

/** What can be ordered with, the oldest first; a key of the environment is a row without a ciphertext. */
export async function usableCredentials() {
  const present = await ProviderCredential.query().whereNull('removed_at').orderBy('id')
  const missing = adapters.filter(
    ({ key }) =>
      environmentSecret(key) &&
      !present.some((each) => each.provider === key && isOfEnvironment(each))
  )
  const added = await Promise.all(
    missing.map(({ key, name }) => storeCredential(key, { label: `${name} (environment)` }))
  )
  return [...present, ...added].filter(
    (each) =>
      each.ciphertext || adapterFor(each.provider).capabilities.keyless || isOfEnvironment(each)
  )
}

/** Refuses an address or a key that cannot be taken, at its field. */
export async function storeCredential(
  provider: string,
  fields: CredentialFields,
  by: Person | null = null
) {
  const adapter = adapterFor(provider)
  const { capabilities } = adapter
  if (!fields.secret && !capabilities.keyless && !environmentSecret(provider)) {
    refuse('password', `${adapter.name} needs a key.`)
  }
  const credential = new ProviderCredential().fill({
    provider,
    uuid: randomUUID(),
    ciphertext: null,
    lastFour: null,
    state: 'unchecked',
    maxInFlight: capabilities.maxInFlight,
    requestsPerSecond: capabilities.requestsPerSecond,
  })
  return changeCredential(credential, fields, by)
}

/** Changes what is given; a new key or address has to be checked again. Refuses as `storeCredential` does. */
export async function changeCredential(
  credential: ProviderCredential,
  fields: CredentialFields,
  by: Person | null = null
) {
  const adapter = adapterFor(credential.provider)
  const before = credential.baseUrl
  credential.merge({
    label: fields.label,
    dialect: fields.dialect ?? null,
    baseUrl: requireBaseUrl(fields.baseUrl || adapter.capabilities.defaultBaseUrl, adapter),
    maxInFlight: fields.maxInFlight ?? credential.maxInFlight,
    requestsPerSecond: fields.requestsPerSecond ?? credential.requestsPerSecond,
  })
  if (fields.secret) await encryptInto(credential, fields.secret.trim())
  else if (credential.ciphertext && before !== credential.baseUrl) {
    refuse('password', 'Enter the key again: the one kept here goes to no other address.')
  }
  if (fields.secret || before !== credential.baseUrl) {
    credential.merge({ state: 'unchecked', stateReason: null, checkedAt: null })
  }
  await credential.save()
  await audit('credential.stored', happening(credential, by))
  return credential
}

/** The row stays, for the orders made with it; the key does not. */
export async function removeCredential(credential: ProviderCredential, by: Person | null = null) {
  await credential
    .merge({ removedAt: DateTime.utc(), ciphertext: null, lastFour: null, fingerprint: null })
    .save()
  await audit('credential.removed', happening(credential, by))
}

function happening({ id, provider, label }: ProviderCredential, by: Person | null) {
  return { by, subjectKind: 'credential', subjectId: id, subject: label, details: { provider } }
}

/** What an adapter is asked with. Throws ProviderError `auth` where the key cannot be read. */
export function contextFor(
  credential: ProviderCredential,
  signal: AbortSignal,
  now = () => new Date()
): ProviderContext {
  const adapter = adapterFor(credential.provider)
  const { baseUrl, dialect } = credential
  const isDefault = baseUrl === adapter.capabilities.defaultBaseUrl
  const origins = [baseUrl, ...(isDefault ? (adapter.siblings ?? []) : [])]
  const secret = secretOf(credential)
  return { secret, baseUrl, dialect, http: openHttp({ origins, signal, secret }), signal, now }
}

const statesOfFaults: Partial<Record<string, ProviderCredential['state']>> = {
  auth: 'refused',
  permission: 'refused',
  insufficient_funds: 'no_credit',
}

/** Asks the provider whether the key is good, and writes the answer down. Costs nothing. */
export async function checkCredential(credential: ProviderCredential, signal: AbortSignal) {
  try {
    const { account, version } = await adapterFor(credential.provider).check(
      contextFor(credential, signal)
    )
    const reason = [account, version].filter(Boolean).join(', ') || null
    credential.merge({ state: 'ready', stateReason: reason })
    await forgetFailures(credential)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const { code, providerCode, providerMessage } = error.fault
    const isUnreadable = providerCode === 'unreadable'
    await noteAnswer(credential, error.fault, Date.now())
    credential.merge({
      state: isUnreadable ? 'unreadable' : (statesOfFaults[code] ?? credential.state),
      stateReason: providerMessage ?? code,
    })
  }
  return credential.merge({ checkedAt: DateTime.utc() }).save()
}
