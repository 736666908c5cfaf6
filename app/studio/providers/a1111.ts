import { describeA1111Model, listA1111Models } from '#studio/providers/a1111/models'
import { submitToA1111 } from '#studio/providers/a1111/requests'
import { interruptTask, lookForTask, progressOfTask } from '#studio/providers/a1111/tasks'
import { requireJson } from '#studio/providers/answers'
import type { ProviderAdapter } from '#studio/providers/contract'
import { dataUriOf } from '#studio/providers/data_uris'
import { ProviderError } from '#studio/providers/faults'
import { login } from '#studio/providers/login'
import { lost } from '#studio/providers/snapshots'

/** AUTOMATIC1111, Forge and what speaks like them, started with `--api`: one picture after the other. */
export const a1111: ProviderAdapter = {
  key: 'a1111',
  name: 'A1111 / Forge',
  capabilities: {
    modalities: ['text_to_image', 'image_to_image', 'upscale'],
    progress: 'percent',
    queuePosition: false,
    cancel: 'queued_and_running',
    idempotency: 'none',
    webhooks: false,
    costEstimate: false,
    schemaDiscovery: 'static',
    synchronous: true,
    local: true,
    keyless: true,
    defaultBaseUrl: 'http://127.0.0.1:7860',
    maxInFlight: 1,
    requestsPerSecond: 2,
  },

  authorization: login,

  async check(context) {
    const url = `${context.baseUrl}/sdapi/v1/options`
    const options = requireJson(
      await context.http.read({ method: 'GET', url, headers: login(context) })
    )
    const checkpoint = options.sd_model_checkpoint
    return typeof checkpoint === 'string' ? { version: checkpoint } : {}
  },

  listModels: listA1111Models,
  describeModel: (context, { ref }) => describeA1111Model(context, ref),

  async prepareInput(_context, file) {
    if (file.size <= largestInput) return dataUriOf(file)
    throw new ProviderError({
      code: 'input_media',
      retry: 'never',
      charged: 'no',
      providerMessage: 'The picture is larger than 32 MB.',
    })
  },

  submit: submitToA1111,

  /** What was made came with the answer to the order; if that was lost, so are the pictures. */
  async poll() {
    return lost()
  },

  cancel: interruptTask,
  progress: progressOfTask,
  reconcile: lookForTask,
}

const largestInput = 32_000_000
