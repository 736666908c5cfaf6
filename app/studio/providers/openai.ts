import type { ProviderAdapter } from '#studio/providers/contract'
import { dataUriOf } from '#studio/providers/data_uris'
import { ProviderError } from '#studio/providers/faults'
import { bearer } from '#studio/providers/login'
import { openAiJson, request } from '#studio/providers/openai/asking'
import { dialectOf, dialects } from '#studio/providers/openai/dialects'
import { orderImages } from '#studio/providers/openai/images'
import { describeOpenAiModel, listOpenAiModels } from '#studio/providers/openai/models'
import { orderVideo, pollVideo, reconcileVideo, videoModel } from '#studio/providers/openai/videos'
import { lost } from '#studio/providers/snapshots'

const largestInput = 20 * 1024 * 1024

/** OpenAI and everything that speaks like it, by the dialect of its base URL. */
export const openai: ProviderAdapter = {
  key: 'openai',
  name: 'OpenAI-compatible',
  environmentKey: 'OPENAI_API_KEY',
  accountUrl: 'https://platform.openai.com/api-keys',
  dialects,
  capabilities: {
    modalities: ['text_to_image', 'image_to_image', 'text_to_video', 'image_to_video'],
    progress: 'none',
    queuePosition: false,
    cancel: 'none',
    idempotency: 'none',
    webhooks: false,
    costEstimate: false,
    schemaDiscovery: 'static',
    synchronous: true,
    local: false,
    keyless: true,
    defaultBaseUrl: 'https://api.openai.com/v1',
    maxInFlight: 4,
    requestsPerSecond: 2,
  },

  authorization: bearer,

  /** OpenRouter lists its models to everybody, and so is asked about the key itself. */
  async check(context) {
    const path = dialectOf(context) === 'openrouter' ? '/key' : '/models'
    openAiJson(context, await context.http.read(request(context, path)))
    return {}
  },

  listModels: listOpenAiModels,
  describeModel: (context, model) => describeOpenAiModel(context, model.ref),

  /** Pictures travel inside the order. */
  async prepareInput(_context, file) {
    if (file.size > largestInput)
      throw new ProviderError({
        code: 'input_media',
        retry: 'never',
        charged: 'no',
        providerMessage: 'It is larger than 20 MB.',
      })
    return dataUriOf(file)
  },

  async submit(context, order) {
    const video = videoModel(context, order.model.ref)
    return video === null ? orderImages(context, order) : orderVideo(context, video, order)
  },

  async poll(context, reference) {
    const isVideo = videoModel(context, reference.modelRef) !== null
    return isVideo ? pollVideo(context, reference) : lost()
  },

  /** Neither takes back what it began, and a film may only be deleted when it is there. */
  cancel: async () => 'unsupported',

  async reconcile(context, attempt) {
    const video = videoModel(context, attempt.model.ref)
    return video === null
      ? { found: null, certain: false }
      : reconcileVideo(context, video, attempt)
  },
}
