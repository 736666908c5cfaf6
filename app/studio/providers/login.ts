import type { ProviderContext } from '#studio/providers/contract'

/** For servers at home, which know no keys themselves but may stand behind something that does. */
export function login({ secret }: ProviderContext): Record<string, string> {
  if (!secret) return {}
  if (!secret.includes(':')) return { authorization: `Bearer ${secret}` }
  return { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }
}
