import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { requireJson } from '#studio/providers/answers'
import { describeGraph, listCheckpoints } from '#studio/providers/comfyui/describing'
import { cancelJob, findJob, pollJob, submitGraph } from '#studio/providers/comfyui/jobs'
import { watchJob } from '#studio/providers/comfyui/watching'
import type { ProviderAdapter } from '#studio/providers/contract'
import { login } from '#studio/providers/login'

/** A ComfyUI server in the house: its checkpoints, and any graph in API format that was pasted. */
export const comfyui: ProviderAdapter = {
  key: 'comfyui',
  name: 'ComfyUI',
  capabilities: {
    modalities: [
      'text_to_image',
      'image_to_image',
      'image_to_video',
      'text_to_video',
      'audio',
      'upscale',
    ],
    progress: 'percent',
    queuePosition: true,
    cancel: 'queued_and_running',
    idempotency: 'client_id',
    webhooks: false,
    costEstimate: false,
    schemaDiscovery: 'object_info',
    synchronous: false,
    local: true,
    keyless: true,
    defaultBaseUrl: 'http://127.0.0.1:8188',
    maxInFlight: 8,
    requestsPerSecond: 10,
  },

  authorization: login,

  async check(context) {
    const url = `${context.baseUrl}/system_stats`
    const stats = requireJson(
      await context.http.read({ method: 'GET', url, headers: login(context) })
    )
    const [device] = stats.devices ?? []
    return {
      version: `ComfyUI ${stats.system?.comfyui_version ?? ''}`.trim(),
      ...(device?.name && { account: String(device.name) }),
    }
  },

  listModels: listCheckpoints,
  describeModel: describeGraph,

  /** Named after its path, so that the same file is uploaded over itself. */
  async prepareInput(context, { path, mime, fileName }) {
    const body = new FormData()
    const name = `${createHash('sha256').update(path).digest('hex').slice(0, 16)}-${fileName}`
    body.set('image', await openAsBlob(path, { type: mime }), name)
    body.set('subfolder', 'atelier')
    body.set('type', 'input')
    body.set('overwrite', 'true')
    const url = `${context.baseUrl}/upload/image`
    const answer = await context.http.read({ method: 'POST', url, headers: login(context), body })
    const stored = requireJson(answer)
    return [stored.subfolder, stored.name].filter(Boolean).join('/')
  },

  submit: submitGraph,
  poll: pollJob,
  cancel: cancelJob,
  watch: watchJob,
  reconcile: findJob,
}
