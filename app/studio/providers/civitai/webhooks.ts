import type { ProviderContext } from '#studio/providers/contract'
import type { IncomingWebhook, WebhookEvent } from '#studio/providers/shapes'
import { bodyOf, refuseWebhook } from '#studio/providers/webhooks'

/** Civitai signs nothing: what it says only wakes the order whose unguessable address was called. */
export async function readCivitaiWebhook(
  _context: ProviderContext,
  { rawBody, token }: IncomingWebhook
): Promise<WebhookEvent> {
  const { workflowId, status, timestamp } = bodyOf(rawBody)
  if (!token || typeof workflowId !== 'string' || typeof status !== 'string')
    throw refuseWebhook('The message is not about a workflow.')
  return {
    deliveryId: `${workflowId} ${status} ${timestamp}`,
    externalId: workflowId,
    isSigned: false,
  }
}
