import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'
import type { RemoteReference } from '#studio/providers/shapes'

/** fal lives on three hosts; one that stands in for it has everything on its own. */

export const falQueue = 'https://queue.fal.run'

export function platform(context: ProviderContext) {
  return at(context, 'https://api.fal.ai', '/v1')
}

export function storage(context: ProviderContext) {
  return at(context, 'https://rest.fal.ai', '')
}

function at({ baseUrl }: ProviderContext, official: string, path: string) {
  return (baseUrl === falQueue ? official : baseUrl) + path
}

export function headers(context: ProviderContext) {
  return { authorization: `Key ${context.secret}` }
}

/** Where a model is ordered. Its name becomes a path, and so may only be one. */
export function modelUrl(context: ProviderContext, modelRef: string) {
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)+$/.test(modelRef))
    throw new ProviderError({
      code: 'model_not_found',
      retry: 'never',
      charged: 'no',
      providerMessage: 'A model of fal is named like fal-ai/flux/dev.',
    })
  return `${context.baseUrl}/${modelRef}`
}

/** Requests belong to `owner/app`, without the rest of the model's name; two namespaces keep three parts. */
export function requestUrl(context: ProviderContext, reference: RemoteReference) {
  const parts = modelUrl(context, reference.modelRef)
    .slice(context.baseUrl.length + 1)
    .split('/')
  const app = parts.slice(0, ['workflows', 'comfy'].includes(parts[0]) ? 3 : 2).join('/')
  return modelUrl(context, app) + `/requests/${encodeURIComponent(reference.externalId)}`
}
