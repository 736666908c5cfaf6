import { readFile } from 'node:fs/promises'
import type { ProviderAdapter } from '#studio/providers/contract'
import { civitaiOrchestration, orchestration } from '#studio/providers/civitai/addresses'
import { civitaiJson } from '#studio/providers/civitai/faults'
import { describeCivitaiModel, listCivitaiModels } from '#studio/providers/civitai/models'
import { readCivitaiWebhook } from '#studio/providers/civitai/webhooks'
import {
  cancelCivitai,
  estimateCivitai,
  pollCivitai,
  reconcileCivitai,
  submitToCivitai,
} from '#studio/providers/civitai/workflows'

/** civitai.com: its own engines, and the checkpoints of its site. Paid in Buzz. */
export const civitai: ProviderAdapter = {
  key: 'civitai',
  name: 'Civitai',
  siblings: ['https://civitai.com'],
  outputHosts: ['civitai.com', '*.civitai.com', '*.civitai.red'],
  environmentKey: 'CIVITAI_API_TOKEN',
  accountUrl: 'https://civitai.com/user/account',
  capabilities: {
    modalities: ['text_to_image', 'image_to_image', 'text_to_video', 'image_to_video', 'upscale'],
    progress: 'percent',
    queuePosition: true,
    cancel: 'queued_and_running',
    idempotency: 'key',
    webhooks: true,
    costEstimate: true,
    schemaDiscovery: 'static',
    synchronous: false,
    local: false,
    keyless: false,
    defaultBaseUrl: civitaiOrchestration,
    maxInFlight: 4,
    requestsPerSecond: 2,
  },

  async check(context) {
    civitaiJson(context, await context.http.read(orchestration(context, '/workflows?take=1')))
    return {}
  },

  listModels: listCivitaiModels,
  describeModel: (context, model) => describeCivitaiModel(context, model.ref),
  estimate: estimateCivitai,
  /** An upload of its own; the workflow takes the address it answers. */
  async prepareInput(context, file) {
    const request = orchestration(context, '/blobs', 'POST')
    const headers = { ...request.headers, 'content-type': file.mime }
    const body = await readFile(file.path)
    return civitaiJson(context, await context.http.read({ ...request, headers, body })).url
  },
  submit: submitToCivitai,
  poll: pollCivitai,
  cancel: cancelCivitai,
  reconcile: reconcileCivitai,
  verifyWebhook: readCivitaiWebhook,
}
