import type { HttpRequest, ProviderContext } from '#studio/providers/contract'

/** Civitai generates at one host and lists its models at another; one that stands in for it has both. */

export const civitaiOrchestration = 'https://orchestration.civitai.com'

export function orchestration(
  context: ProviderContext,
  path: string,
  method: HttpRequest['method'] = 'GET'
): HttpRequest {
  const url = `${base(context)}/v2/consumer${path}`
  return { method, url, headers: headers(context) }
}

export function site(context: ProviderContext, path: string): HttpRequest {
  const host = base(context) === civitaiOrchestration ? 'https://civitai.com' : base(context)
  return { method: 'GET', url: `${host}/api/v1${path}`, headers: headers(context) }
}

function base(context: ProviderContext) {
  return context.baseUrl.replace(/\/+$/, '')
}

function headers(context: ProviderContext) {
  return { authorization: `Bearer ${context.secret}` }
}
