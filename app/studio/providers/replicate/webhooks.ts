import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { ProviderContext } from '#studio/providers/contract'
import { remembering } from '#studio/providers/remembering'
import { replicateJson } from '#studio/providers/replicate/faults'
import { request } from '#studio/providers/replicate/addresses'
import type { IncomingWebhook, WebhookEvent } from '#studio/providers/shapes'
import { bodyOf, refuseOld, refuseWebhook } from '#studio/providers/webhooks'

const signingKeyOf = remembering(3600_000, async (context): Promise<string> => {
  const answer = await context.http.read(request(context, '/webhooks/default/secret'))
  return replicateJson(context, answer).key
})

/** HMAC-SHA256 over id, time and body; several signatures may stand in the header while a key is changed. */
export async function verifyReplicateWebhook(
  context: ProviderContext,
  { headers, rawBody }: IncomingWebhook
): Promise<WebhookEvent> {
  const id = headers['webhook-id'] ?? ''
  const timestamp = headers['webhook-timestamp'] ?? ''
  refuseOld(context, timestamp)

  const account = createHash('sha256').update(context.secret).digest('hex')
  const signingKey = await signingKeyOf(context, `${context.baseUrl} ${account}`)
  const key = Buffer.from(signingKey.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest()
  const given = (headers['webhook-signature'] ?? '').split(' ').map((one) => one.split(',')[1])
  if (!id || !given.some((one) => one && isSame(Buffer.from(one, 'base64'), expected)))
    throw refuseWebhook('The signature is not of Replicate.')

  const { id: externalId } = bodyOf(rawBody)
  if (typeof externalId !== 'string') throw refuseWebhook('The message names no prediction.')
  return { deliveryId: id, externalId, isSigned: true }
}

function isSame(given: Buffer, expected: Buffer) {
  return given.length === expected.length && timingSafeEqual(given, expected)
}
