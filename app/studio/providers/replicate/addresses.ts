import type { HttpRequest, ProviderContext } from '#studio/providers/contract'
import { bearer } from '#studio/providers/login'

export function request(
  context: ProviderContext,
  path: string,
  method: HttpRequest['method'] = 'GET'
): HttpRequest {
  return { method, url: context.baseUrl + path, headers: bearer(context) }
}
