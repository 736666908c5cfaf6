import type { ProviderAdapter } from '#studio/providers/contract'

/** Every provider there is, in the order in which pages list them. A new one is a file beside this and a line here. */
export const adapters: ProviderAdapter[] = []

/** Throws where no provider has this key. */
export function adapterFor(key: string): ProviderAdapter {
  const found = adapters.find((adapter) => adapter.key === key)
  if (!found) throw new Error(`There is no provider "${key}"`)
  return found
}
