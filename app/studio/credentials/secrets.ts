import db from '@adonisjs/lucid/services/db'
import encryption from '@adonisjs/core/services/encryption'
import { credentialKeys } from '#config/encryption'
import { refuse } from '#studio/credentials/refusing'
import ProviderCredential from '#studio/models/provider_credential'
import { ProviderError } from '#studio/providers/faults'
import { adapterFor } from '#studio/providers/registry'

/** Puts a key into the row, where only its end is readable. Refuses one that is there already. */
export async function encryptInto(credential: ProviderCredential, secret: string) {
  if (credentialKeys.length === 0) {
    refuse(
      'password',
      'No key can be kept: set CREDENTIALS_KEY in .env to 32 characters or more, and start again.'
    )
  }
  const keys = encryption.use('credentials')
  const twin = await ProviderCredential.query()
    .where('provider', credential.provider)
    .where('base_url', credential.baseUrl)
    .whereIn('fingerprint', keys.blindIndexes(secret, purposeOfFingerprints))
    .whereNot('uuid', credential.uuid)
    .first()
  if (twin) refuse('password', `This key is here already, as “${twin.label}”.`)
  credential.merge({
    ciphertext: keys.encrypt(secret, undefined, purposeOf(credential)),
    fingerprint: keys.blindIndex(secret, purposeOfFingerprints),
    lastFour: secret.length >= 12 ? secret.slice(-4) : null,
  })
}

/** The key in clear; empty where none is needed. Throws ProviderError `auth` where it cannot be read. */
export function secretOf(credential: ProviderCredential): string {
  if (!credential.ciphertext)
    return isOfEnvironment(credential) ? environmentSecret(credential.provider)! : ''
  const secret = decrypt(credential)
  if (secret !== null) return secret
  throw new ProviderError({
    code: 'auth',
    retry: 'never',
    charged: 'no',
    providerCode: 'unreadable',
    providerMessage:
      'The key kept here cannot be read any more: CREDENTIALS_KEY is another one. Enter it again.',
  })
}

/** A key given as a variable, such as FAL_KEY. */
export function environmentSecret(provider: string) {
  const { environmentKey } = adapterFor(provider)
  return (environmentKey && process.env[environmentKey]) || undefined
}

/** Such a key goes to the provider's own address, never to another one somebody entered. */
export function isOfEnvironment({ provider, ciphertext, baseUrl }: ProviderCredential) {
  const { defaultBaseUrl } = adapterFor(provider).capabilities
  return !ciphertext && baseUrl === defaultBaseUrl && environmentSecret(provider) !== undefined
}

/** Encrypts every key anew with the first of CREDENTIALS_KEY and CREDENTIALS_KEY_PREVIOUS. */
export async function rotateCredentials() {
  const ids = await ProviderCredential.query().whereNotNull('ciphertext').select('id').orderBy('id')
  const outcomes = await Promise.all(ids.map(({ id }) => rotateCredential(id)))
  return {
    rotated: outcomes.filter((outcome) => outcome === 'rotated').length,
    unreadable: outcomes.filter((outcome) => outcome === 'unreadable').length,
  }
}

async function rotateCredential(id: number) {
  return db.transaction(async (client) => {
    const credential = await ProviderCredential.findOrFail(id, { client })
    const secret = credential.ciphertext && decrypt(credential)
    if (!secret) {
      await credential.merge({ state: 'unreadable', stateReason: 'Enter the key again.' }).save()
      return 'unreadable'
    }
    const keys = encryption.use('credentials')
    credential.ciphertext = keys.encrypt(secret, undefined, purposeOf(credential))
    credential.fingerprint = keys.blindIndex(secret, purposeOfFingerprints)
    await credential.save()
    return 'rotated'
  })
}

function decrypt(credential: ProviderCredential) {
  if (credentialKeys.length === 0) return null
  return encryption
    .use('credentials')
    .decrypt<string>(credential.ciphertext!, purposeOf(credential))
}

/** Bound to its row: copied to another one, it opens nothing. */
const purposeOf = ({ uuid }: ProviderCredential) => `provider-credential:${uuid}`
const purposeOfFingerprints = 'provider-credential-fingerprint'
