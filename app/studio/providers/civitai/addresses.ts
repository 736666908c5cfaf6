import type { HttpRequest, ProviderContext } from '#studio/providers/contract'
import { bearer } from '#studio/providers/login'

/** Civitai generates at one host and lists its models at another; one that stands in for it has both. */

export const civitaiOrchestration = 'https://orchestration.civitai.com'

export function orchestration(
  context: ProviderContext,
  path: string,
  method: HttpRequest['method'] = 'GET'
): HttpRequest {
  return { method, url: `${context.baseUrl}/v2/consumer${path}`, headers: bearer(context) }
}

export function site(context: ProviderContext, path: string): HttpRequest {
  const { baseUrl } = context
  const host = baseUrl === civitaiOrchestration ? 'https://civitai.com' : baseUrl
  return { method: 'GET', url: `${host}/api/v1${path}`, headers: bearer(context) }
}
