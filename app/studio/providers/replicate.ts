import type { ProviderAdapter } from '#studio/providers/contract'
import { bearer } from '#studio/providers/login'
import { request } from '#studio/providers/replicate/addresses'
import { replicateJson } from '#studio/providers/replicate/faults'
import { fileForReplicate } from '#studio/providers/replicate/files'
import { describeReplicateModel, listReplicateModels } from '#studio/providers/replicate/models'
import {
  cancelReplicate,
  pollReplicate,
  reconcileReplicate,
  submitToReplicate,
} from '#studio/providers/replicate/predictions'
import { verifyReplicateWebhook } from '#studio/providers/replicate/webhooks'

/** replicate.com: predictions of versioned models. Their files are gone an hour after. */
export const replicate: ProviderAdapter = {
  key: 'replicate',
  name: 'Replicate',
  outputHosts: ['replicate.delivery', '*.replicate.delivery'],
  environmentKey: 'REPLICATE_API_TOKEN',
  accountUrl: 'https://replicate.com/account/api-tokens',
  capabilities: {
    modalities: [
      'text_to_image',
      'image_to_image',
      'image_to_video',
      'text_to_video',
      'audio',
      'upscale',
    ],
    progress: 'logs',
    queuePosition: false,
    cancel: 'queued_and_running',
    idempotency: 'none',
    webhooks: true,
    costEstimate: false,
    schemaDiscovery: 'openapi',
    synchronous: false,
    local: false,
    keyless: false,
    defaultBaseUrl: 'https://api.replicate.com/v1',
    maxInFlight: 4,
    requestsPerSecond: 5,
  },

  authorization: bearer,

  async check(context) {
    const answer = await context.http.read(request(context, '/account'))
    return { account: replicateJson(context, answer).username }
  },

  listModels: listReplicateModels,
  describeModel: (context, model) => describeReplicateModel(context, model.ref),
  prepareInput: fileForReplicate,
  submit: submitToReplicate,
  poll: pollReplicate,
  cancel: cancelReplicate,
  reconcile: reconcileReplicate,
  verifyWebhook: verifyReplicateWebhook,
}
