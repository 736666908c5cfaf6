import { dirname } from 'node:path'
import { measure, resize } from '#library/decoding/decoder'
import type { ProviderAdapter } from '#studio/providers/contract'
import { describe } from '#studio/providers/describing'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import { drawResults, readPicture, writePicture } from '#studio/providers/sample/drawing_results'
import { sampleModels } from '#studio/providers/sample/models'
import type { RemoteReference, RemoteSnapshot, Submission } from '#studio/providers/shapes'

/**
 * Draws labelled pictures on this machine, so that the whole way can be tried without an
 * account. Nothing is kept of an order: its reference says when it began and with what.
 */
export const sample: ProviderAdapter = {
  key: 'sample',
  name: 'Sample (built in)',
  capabilities: {
    modalities: ['text_to_image', 'image_to_image', 'upscale'],
    progress: 'percent',
    queuePosition: true,
    cancel: 'queued_and_running',
    idempotency: 'client_id',
    webhooks: false,
    costEstimate: true,
    schemaDiscovery: 'static',
    synchronous: false,
    local: true,
    keyless: true,
    defaultBaseUrl: 'http://localhost',
    maxInFlight: 4,
    requestsPerSecond: 20,
  },

  async check() {
    return { version: 'built in' }
  },

  async listModels(_context, { query = '', modality }) {
    const models = sampleModels
      .map(({ info }) => info)
      .filter((info) => !modality || info.modality === modality)
      .filter((info) => `${info.ref} ${info.name}`.toLowerCase().includes(query.toLowerCase()))
    return { models }
  },

  async describeModel(_context, { ref }) {
    const { info, schema } = modelOf(ref)
    return describe(info, schema)
  },

  async estimate() {
    return { amount: '0', currency: 'USD', kind: 'estimate' }
  },

  async prepareInput(_context, { path, mime }) {
    const file = { path, root: dirname(path) }
    const { picture } = await measure(path, file.root)
    if (!picture) throw fault('input_media', 'The picture cannot be decoded.')
    return writePicture(await resize(file, mime, 640), picture)
  },

  async submit(context, { attemptKey, model, parameters }: Submission) {
    modelOf(model.ref)
    if (parameters.failure === 'refused') {
      throw fault('validation', 'Refused, as wished.', {
        fields: [{ name: 'failure', message: 'Refused, as wished.' }],
      })
    }
    if (parameters.image !== undefined && !readPicture(String(parameters.image))) {
      throw fault('input_media', 'The picture is none of this library.')
    }
    const reference: RemoteReference = {
      externalId: `sample-${attemptKey}`,
      modelRef: model.ref,
      extra: { startedAt: context.now().toISOString(), parameters: JSON.stringify(parameters) },
    }
    return { reference, snapshot: { state: 'queued', queuePosition: 1, pollAfterMs: 200 } }
  },

  async poll(context, { modelRef, extra }): Promise<RemoteSnapshot> {
    const parameters = JSON.parse(extra!.parameters)
    const progress = progressOf(extra!, context.now())
    if (progress < 0.1) return { state: 'queued', queuePosition: 1, pollAfterMs: 200 }
    if (progress < 1) return { state: 'running', progress, pollAfterMs: 500 }
    if (parameters.failure && parameters.failure !== 'none') return failed(parameters.failure)
    return {
      state: 'succeeded',
      progress: 1,
      outputs: await drawResults(modelRef, parameters),
      cost: { amount: '0', currency: 'USD', kind: 'actual' },
    }
  },

  async cancel(context, { extra }) {
    return progressOf(extra!, context.now()) < 1 ? 'cancelled' : 'too_late'
  },

  /** What was not noted down did not begin anywhere. */
  async reconcile() {
    return { found: null, certain: true }
  },
}

function progressOf({ startedAt, parameters }: Record<string, string>, now: Date) {
  const { delay = 2 } = JSON.parse(parameters)
  if (!delay) return 1
  return Math.min(1, (now.getTime() - Date.parse(startedAt)) / (delay * 1000))
}

function modelOf(ref: string) {
  const found = sampleModels.find(({ info }) => info.ref === ref)
  if (!found) throw fault('model_not_found', `There is no model "${ref}".`)
  return found
}

function failed(failure: string): RemoteSnapshot {
  if (failure === 'not_a_picture') {
    const bytes = Buffer.from('<!doctype html><title>No picture</title>')
    return { state: 'succeeded', progress: 1, outputs: [{ source: { bytes }, mime: 'image/png' }] }
  }
  const { fault: error } = fault(failure as ProviderFault['code'], 'It failed, as wished.')
  return { state: 'failed', error }
}

function fault(
  code: ProviderFault['code'],
  providerMessage: string,
  more: Partial<ProviderFault> = {}
) {
  return new ProviderError({ code, retry: 'never', charged: 'no', providerMessage, ...more })
}
