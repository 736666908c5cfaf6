import { ProviderError } from '#studio/providers/faults'

/** The id of a job that was taken. An acceptance without one is looked for like a lost answer. */
export function idIn(id: unknown): string {
  if (typeof id === 'string' && id) return id
  throw new ProviderError({
    code: 'provider_internal',
    retry: 'never',
    ambiguous: true,
    charged: 'maybe',
    providerMessage: 'The order was answered without a number.',
  })
}
