import type { ProviderContext } from '#studio/providers/contract'

/** As most providers take their keys. */
export function bearer({ secret }: ProviderContext): Record<string, string> {
  return secret ? { authorization: `Bearer ${secret}` } : {}
}

/** For servers at home, which know no keys themselves but may stand behind something that does. */
export function login(context: ProviderContext): Record<string, string> {
  const { secret } = context
  if (!secret.includes(':')) return bearer(context)
  return { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }
}
