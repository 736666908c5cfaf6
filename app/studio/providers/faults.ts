export const faultCodes = [
  'auth',
  'permission',
  'insufficient_funds',
  'rate_limited',
  'validation',
  'content_policy',
  'input_media',
  'model_not_found',
  'model_unavailable',
  'timeout',
  'out_of_memory',
  'provider_internal',
  'network',
  'internal',
  'lost',
  'output_expired',
  'output_blocked',
  'output_invalid',
  'output_too_large',
  'cancelled',
  'unsupported',
  'address_refused',
] as const
export type FaultCode = (typeof faultCodes)[number]

/** What went wrong, as stored with an attempt. */
export interface ProviderFault {
  code: FaultCode
  /** `later`: on its own, with backoff; `never`: only when a person asks. */
  retry: 'never' | 'later'
  retryAfterMs?: number
  /** Not known whether the provider accepted: looked for, never sent again blindly. */
  ambiguous?: boolean
  charged?: 'no' | 'maybe' | 'yes'
  httpStatus?: number
  providerCode?: string
  /** The provider's words, shortened and without secrets. */
  providerMessage?: string
  requestId?: string
  fields?: { name: string; message: string }[]
}

export class ProviderError extends Error {
  constructor(readonly fault: ProviderFault) {
    super(fault.providerMessage ?? fault.code)
  }
}
