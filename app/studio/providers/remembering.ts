import type { ProviderContext } from '#studio/providers/contract'

/**
 * Small public answers of a provider, kept in memory for a while: its signing
 * keys, its prices. Asked again once they are older than `milliseconds`, or than who asks wishes.
 */
export function remembering<T>(
  milliseconds: number,
  ask: (context: ProviderContext, about: string) => Promise<T>
) {
  const answers = new Map<string, { at: number; value: T }>()
  return async (context: ProviderContext, about: string, oldest = milliseconds): Promise<T> => {
    const known = answers.get(about)
    const now = context.now().getTime()
    if (known && now - known.at < oldest) return known.value
    const value = await ask(context, about)
    if (answers.size >= 1000) answers.clear()
    answers.set(about, { at: now, value })
    return value
  }
}
