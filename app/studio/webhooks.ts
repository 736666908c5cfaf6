import { DateTime } from 'luxon'
import { Exception } from '@adonisjs/core/exceptions'
import encryption from '@adonisjs/core/services/encryption'
import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { appUrl as ownUrl } from '#config/app'
import { contextFor } from '#studio/credentials'
import OrderAttempt, { endedStages } from '#studio/models/order_attempt'
import { ProviderError } from '#studio/providers/faults'
import { adapterFor } from '#studio/providers/registry'
import type { IncomingWebhook } from '#studio/providers/shapes'

/** Longer than any provider lets a signature live; after that a message is refused by its age. */
const rememberedHours = 24
const patience = 10_000

/** Where a provider may say "look now"; undefined where it sends nothing, or could not reach us safely. */
export function webhookUrlFor(
  { id, provider }: Pick<OrderAttempt, 'id' | 'provider'>,
  { appUrl } = { appUrl: ownUrl }
) {
  if (!appUrl.startsWith('https:') || !adapterFor(provider).capabilities.webhooks) return undefined
  const token = encryption.getMessageVerifier().sign(id, undefined, purpose)
  return `${appUrl.replace(/\/+$/, '')}${router.makeUrl('studio.webhooks.store', { provider, token })}`
}

/**
 * Has an attempt looked at soon; what the message says of it is not believed. A second one
 * changes nothing. Throws 404 where the address is none of ours, 401 where it is not from the provider.
 */
export async function hearWebhook(provider: string, webhook: IncomingWebhook) {
  const attempt = await attemptOf(provider, webhook.token)
  const { externalId, deliveryId, isSigned } = await verified(attempt, webhook)
  if (attempt.externalId && attempt.externalId !== externalId) throw new Forged()
  await db.transaction(async (trx) => {
    const old = DateTime.utc().minus({ hours: rememberedHours }).toSQL({ includeOffset: false })
    await trx.from('webhook_deliveries').where('received_at', '<', old).delete()
    const delivery = {
      provider,
      delivery: `${attempt.id} ${deliveryId}`.slice(0, 200),
      received_at: DateTime.utc().toSQL({ includeOffset: false }),
    }
    const known = await trx
      .from('webhook_deliveries')
      .where({ provider, delivery: delivery.delivery })
      .first()
    if (known) return
    await trx.table('webhook_deliveries').insert(delivery)
    if (isSigned) await adopt(trx, attempt, externalId)
    await trx
      .from('order_attempts')
      .where('id', attempt.id)
      .where('due_at', '>', Date.now())
      .whereNotIn('stage', [...endedStages, 'waiting_slot'])
      .update({ due_at: Date.now() })
  })
}

/** Only the provider that took an order knows its address: this says what a lost answer would have said. */
async function adopt(
  trx: TransactionClientContract,
  { id, modelRef }: OrderAttempt,
  externalId: string
) {
  await trx
    .from('order_attempts')
    .where({ id, stage: 'submitting' })
    .whereNull('external_id')
    .whereNotNull('sent_at')
    .update({
      stage: 'remote_queued',
      external_id: externalId,
      remote: JSON.stringify({ externalId, modelRef }),
      accepted_at: DateTime.now().toFormat(trx.dialect.dateTimeFormat),
      error: null,
    })
}

class Forged extends Exception {
  static status = 401
  static code = 'E_FORGED_WEBHOOK'
  static message = 'This is not from the provider.'
}

async function attemptOf(provider: string, token: string) {
  const id = encryption.getMessageVerifier().unsign<number>(token, purpose)
  const attempt = id
    ? await OrderAttempt.query().where({ id, provider }).preload('credential').first()
    : null
  if (attempt?.credential && adapterFor(provider).verifyWebhook) return attempt
  throw new Exception('Nobody listens here.', { status: 404, code: 'E_NO_LISTENER' })
}

async function verified({ provider, credential }: OrderAttempt, webhook: IncomingWebhook) {
  const context = contextFor(credential, AbortSignal.timeout(patience))
  try {
    return await adapterFor(provider).verifyWebhook!(context, webhook)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.fault.code === 'auth') throw new Forged()
    throw new Exception('It cannot be verified now.', { status: 503, code: 'E_NOT_VERIFIED' })
  }
}

const purpose = 'studio-webhook'
