import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { afterAnswer, bucketSize, type Limits, refilled, whenOpen } from '#studio/limits/bucket'
import { stagesInFlight } from '#studio/models/order_attempt'
import { unusableStates } from '#studio/models/provider_credential'
import type ProviderCredential from '#studio/models/provider_credential'
import type { ProviderFault } from '#studio/providers/faults'

export type Slot = { ok: true } | { ok: false; until: number; reason: Waiting }
export type Waiting = 'paused' | 'unreachable' | 'rate' | 'in_flight' | 'unusable'

/** An account that is full or cannot be used is looked at again after so many milliseconds. */
const fullFor = 1_000
const unusableFor = 60_000

/**
 * Whether one more may be sent now (`now` in milliseconds); if not, when to ask again and why.
 * What it takes is written down, so that two workers and a restart count together: hand in the
 * transaction in which the attempt becomes `submitting`, and no two of them take the last place.
 */
export async function takeSlot(
  credential: ProviderCredential,
  now: number,
  trx?: TransactionClientContract
): Promise<Slot> {
  if (!trx) return db.transaction((own) => takeSlot(credential, now, own))
  const account = await trx
    .from('provider_credentials')
    .where('id', credential.id)
    .select('state', 'max_in_flight', 'requests_per_second', 'removed_at')
    .firstOrFail()
  if (account.removed_at || unusableStates.includes(account.state)) {
    return { ok: false, until: now + unusableFor, reason: 'unusable' }
  }
  const limits = refilled(await readLimits(credential.id, account, now, trx), account, now)
  const closed = whenOpen(limits, account, now)
  if (closed) return { ok: false, ...closed }
  if ((await countInFlight(credential.id, trx)) >= account.max_in_flight) {
    return { ok: false, until: now + fullFor, reason: 'in_flight' }
  }
  /** While it is not known whether the provider is back, one goes ahead and the others wait for it. */
  const probing = limits.opened_at ? { opened_at: now } : {}
  await writeLimits({ ...limits, ...probing, tokens: limits.tokens - 1 }, trx)
  return { ok: true }
}

/** Learns from an answer: `fault` is null where it was a good one. Writes only where something changed. */
export async function noteAnswer(
  credential: ProviderCredential,
  fault: ProviderFault | null,
  now: number
) {
  const states = { auth: 'refused', insufficient_funds: 'no_credit' } as const
  const state = fault && states[fault.code as keyof typeof states]
  if (state) {
    const said = { state, state_reason: fault.providerMessage ?? null }
    await db.from('provider_credentials').where('id', credential.id).update(said)
  }
  const known = await db.from('provider_limits').where('credential_id', credential.id).first()
  if (!fault && !known?.failures && !known?.opened_at) return
  await db.transaction(async (trx) => {
    const account = {
      requests_per_second: credential.requestsPerSecond,
      max_in_flight: credential.maxInFlight,
    }
    const limits = await readLimits(credential.id, account, now, trx)
    await writeLimits(afterAnswer(limits, fault, now), trx)
  })
}

/** Forgets pauses and failures: somebody says that it is worth trying now. */
export async function forgetFailures(credential: ProviderCredential) {
  await db.from('provider_limits').where('credential_id', credential.id).delete()
}

export async function countInFlight(credentialId: number, client = db.connection() as Client) {
  const [{ total }] = await client
    .from('order_attempts')
    .where('credential_id', credentialId)
    .whereIn('stage', [...stagesInFlight])
    .count('* as total')
  return Number(total)
}

type Client = Pick<TransactionClientContract, 'from'>

async function readLimits(
  id: number,
  account: { requests_per_second: number },
  now: number,
  trx: TransactionClientContract
): Promise<Limits> {
  const found = await trx.from('provider_limits').where('credential_id', id).first()
  return (
    found ?? {
      credential_id: id,
      tokens: bucketSize(account),
      refilled_at: now,
      paused_until: 0,
      failures: 0,
      first_failure_at: 0,
      opened_at: 0,
      last_error: null,
    }
  )
}

async function writeLimits(limits: Limits, trx: TransactionClientContract) {
  await trx.table('provider_limits').insert(limits).knexQuery.onConflict('credential_id').merge()
}
