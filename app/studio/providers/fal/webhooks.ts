import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import type { ProviderContext } from '#studio/providers/contract'
import { storage } from '#studio/providers/fal/addresses'
import { falJson } from '#studio/providers/fal/faults'
import { remembering } from '#studio/providers/remembering'
import type { IncomingWebhook, WebhookEvent } from '#studio/providers/shapes'
import { bodyOf, refuseOld, refuseWebhook } from '#studio/providers/webhooks'

const fiveMinutes = 300_000

const keysOf = remembering(24 * 3600_000, async (context, url): Promise<JsonWebKey[]> => {
  const answer = await context.http.read({ method: 'GET', url })
  return falJson(context, answer).keys ?? []
})

/** Ed25519 over request, user, time and the hash of the body; any of fal's published keys may have signed. */
export async function verifyFalWebhook(
  context: ProviderContext,
  { headers, rawBody }: IncomingWebhook
): Promise<WebhookEvent> {
  const header = (name: string) => headers[`x-fal-webhook-${name}`] ?? ''
  const [requestId, timestamp] = [header('request-id'), header('timestamp')]
  refuseOld(context, timestamp)

  const bodyHash = createHash('sha256').update(rawBody).digest('hex')
  const message = Buffer.from([requestId, header('user-id'), timestamp, bodyHash].join('\n'))
  const signature = Buffer.from(header('signature'), 'hex')
  const published = `${storage(context)}/.well-known/jwks.json`
  const isSignedBy = (keys: JsonWebKey[]) =>
    keys.some((key) => verify(null, message, createPublicKey({ key, format: 'jwk' }), signature))
  /** A signature of none of them may be of a key that is newer than what is remembered. */
  const signed =
    isSignedBy(await keysOf(context, published)) ||
    isSignedBy(await keysOf(context, published, fiveMinutes))
  if (!signed) throw refuseWebhook('The signature is not of fal.')

  const body = bodyOf(rawBody)
  if (body.request_id !== requestId) throw refuseWebhook('The message is about another request.')
  return { deliveryId: requestId, externalId: requestId, isSigned: true }
}
