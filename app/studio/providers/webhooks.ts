import type { ProviderContext } from '#studio/providers/contract'
import { ProviderError } from '#studio/providers/faults'

const tolerance = 5 * 60_000

/** Refuses what was not signed with a key of the provider's, or not just now. */
export function refuseWebhook(reason: string): ProviderError {
  return new ProviderError({ code: 'auth', retry: 'never', providerMessage: reason })
}

/** `seconds` since 1970, as both providers sign it. */
export function refuseOld(context: ProviderContext, seconds: string) {
  const age = Math.abs(context.now().getTime() - Number(seconds) * 1000)
  if (!/^\d+$/.test(seconds) || age > tolerance)
    throw refuseWebhook('The message is too old or from the future.')
}

export function bodyOf(rawBody: Uint8Array): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8')) ?? {}
  } catch {
    throw refuseWebhook('The message cannot be read.')
  }
}
