import type { ProviderAdapter } from '#studio/providers/contract'
import { falQueue, headers, platform } from '#studio/providers/fal/addresses'
import { falJson } from '#studio/providers/fal/faults'
import { fileForFal } from '#studio/providers/fal/files'
import { describeFalModel, listFalModels } from '#studio/providers/fal/models'
import { estimateFal } from '#studio/providers/fal/prices'
import { cancelFal, pollFal, reconcileFal, submitToFal } from '#studio/providers/fal/requests'
import { verifyFalWebhook } from '#studio/providers/fal/webhooks'

/** fal.ai: a queue in front of many models, each with an OpenAPI document. */
export const fal: ProviderAdapter = {
  key: 'fal',
  name: 'fal',
  siblings: [
    'https://api.fal.ai',
    'https://rest.fal.ai',
    'https://fal.media',
    'https://v3.fal.media',
    'https://v3b.fal.media',
  ],
  outputHosts: ['fal.media', '*.fal.media', '*.fal.ai', '*.fal.run'],
  environmentKey: 'FAL_KEY',
  accountUrl: 'https://fal.ai/dashboard/keys',
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
    queuePosition: true,
    cancel: 'queued_and_running',
    idempotency: 'none',
    webhooks: true,
    costEstimate: true,
    schemaDiscovery: 'openapi',
    synchronous: false,
    local: false,
    keyless: false,
    defaultBaseUrl: falQueue,
    maxInFlight: 4,
    requestsPerSecond: 5,
  },

  /** Prices are told only to those who have a key. */
  async check(context) {
    const url = `${platform(context)}/models/pricing?endpoint_id=fal-ai/flux/dev`
    const answer = await context.http.read({ method: 'GET', url, headers: headers(context) })
    if (answer.status !== 404) falJson(context, answer)
    return {}
  },

  listModels: listFalModels,
  describeModel: (context, model) => describeFalModel(context, model.ref),
  estimate: estimateFal,
  prepareInput: fileForFal,
  submit: submitToFal,
  poll: pollFal,
  cancel: cancelFal,
  reconcile: reconcileFal,
  verifyWebhook: verifyFalWebhook,
}
