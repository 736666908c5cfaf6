import db from '@adonisjs/lucid/services/db'
import { isOfEnvironment } from '#studio/credentials/secrets'
import { isUnreachable, type Limits } from '#studio/limits/bucket'
import { stagesInFlight } from '#studio/models/order_attempt'
import type ProviderCredential from '#studio/models/provider_credential'
import type { ProviderAdapter } from '#studio/providers/contract'
import { adapterFor } from '#studio/providers/registry'

/** An account as the page and the command show it. */
export interface Account {
  credential: ProviderCredential
  adapter: ProviderAdapter
  /** Its key is given in the environment, and not changed here. */
  isOfEnvironment: boolean
  inFlight: number
  status: AccountStatus
}
export interface AccountStatus {
  name: ProviderCredential['state'] | 'paused' | 'unreachable'
  tone: 'good' | 'warn' | 'bad' | undefined
  label: string
  text: string
}

/** What is to be said of these accounts; two queries, however many there are. */
export async function accountsOf(
  credentials: ProviderCredential[],
  now: number
): Promise<Account[]> {
  const ids = credentials.map(({ id }) => id)
  const limits: Limits[] = await db.from('provider_limits').whereIn('credential_id', ids)
  const busy = await db
    .from('order_attempts')
    .whereIn('credential_id', ids)
    .whereIn('stage', [...stagesInFlight])
    .groupBy('credential_id')
    .select('credential_id')
    .count('* as total')
  return credentials.map((credential) => {
    const own = limits.find((each) => each.credential_id === credential.id)
    return {
      credential,
      adapter: adapterFor(credential.provider),
      isOfEnvironment: isOfEnvironment(credential),
      inFlight: Number(busy.find((each) => each.credential_id === credential.id)?.total ?? 0),
      status: statusOf(credential, own, now),
    }
  })
}

/** Being offline is a state, not an error: it says what goes on all the same. */
function statusOf(
  credential: ProviderCredential,
  limits: Limits | undefined,
  now: number
): AccountStatus {
  const { state, stateReason } = credential
  const unusable = saidOfUnusable[state]
  if (unusable) return { name: state, tone: 'bad', ...unusable }
  if (limits && Number(limits.paused_until) > now) {
    const seconds = Math.ceil((Number(limits.paused_until) - now) / 1000)
    const text = `It asked for a pause: orders go on in ${seconds} s.`
    return { name: 'paused', tone: 'warn', label: 'Pausing', text }
  }
  if (limits && (limits.failures > 0 || isUnreachable(limits, now))) {
    const text = `It does not answer (${limits.last_error}). Orders wait; everything else works.`
    return { name: 'unreachable', tone: 'warn', label: 'Offline', text }
  }
  if (state === 'unchecked') {
    return {
      name: state,
      tone: undefined,
      label: 'Not checked',
      text: stateReason ?? 'Not checked yet.',
    }
  }
  return {
    name: state,
    tone: 'good',
    label: 'Ready',
    text: stateReason ? `It answers (${stateReason}).` : 'It answers.',
  }
}

const saidOfUnusable: Partial<
  Record<ProviderCredential['state'], { label: string; text: string }>
> = {
  refused: {
    label: 'Refused',
    text: 'The key was refused. Enter a new one; orders wait until then.',
  },
  no_credit: { label: 'No credit', text: 'No credit is left. Top up, then check it again.' },
  unreadable: {
    label: 'Unreadable',
    text: 'The key cannot be read any more: CREDENTIALS_KEY is another one. Enter it again.',
  },
}
