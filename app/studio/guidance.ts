import type { FaultCode, ProviderFault } from '#studio/providers/faults'

interface Circumstances {
  /** As people know it: “Replicate”. */
  provider: string
  model?: string
  /** Where credit and keys are to be had. */
  accountUrl?: string
}

/** What went wrong and what to do, in words; `said` is the provider's own sentence, where it adds something. */
export interface Guidance {
  text: string
  said?: string
  link?: { label: string; href: string }
}

type Sentence = (
  circumstances: Required<Pick<Circumstances, 'provider' | 'model'>>,
  fault: ProviderFault
) => string

const sentences: Record<FaultCode, Sentence> = {
  auth: ({ provider }) =>
    `The key for ${provider} was refused. An administrator can enter a new one under Providers.`,
  permission: ({ model }) =>
    `This key may not use ${model}. Look at the model's licence page, or at what the key is allowed.`,
  insufficient_funds: ({ provider }) =>
    `No credit is left at ${provider}. Top up, then check the account again under Providers.`,
  rate_limited: ({ provider }, { retryAfterMs }) =>
    `${provider} takes no more for now. It is tried again ${inSeconds(retryAfterMs)}.`,
  validation: ({ provider }) => `${provider} refused a parameter. Correct it and order again.`,
  content_policy: ({ provider }) =>
    `${provider} refused this prompt or picture. Change it; sending it again will not help.`,
  input_media: () =>
    'The picture given along could not be used. Choose another one, or a smaller one.',
  model_not_found: ({ model, provider }) =>
    `${model} is no longer to be found at ${provider}. Pick another model or version.`,
  model_unavailable: ({ model }, { retryAfterMs }) =>
    `${model} is busy. It is tried again ${inSeconds(retryAfterMs)}.`,
  timeout: () => 'It took too long. Fewer steps or a smaller size may help; or try again.',
  out_of_memory: () => 'The machine ran out of memory. Make the picture smaller, or fewer at once.',
  provider_internal: ({ provider }, { requestId }) =>
    `${provider} had an error of its own${requestId ? ` (request ${requestId})` : ''}. Try again later.`,
  network: ({ provider }) =>
    `${provider} cannot be reached. Nothing is lost: what is ordered waits, and everything else works.`,
  internal: () =>
    'Something went wrong here, not at the provider. Nothing is lost: it is tried again; the log of this program says why.',
  lost: ({ provider }) =>
    `The job can no longer be found at ${provider}. It may have been billed: look there before you order it again.`,
  output_expired: ({ provider }) =>
    `The result is no longer at ${provider}. It was made and billed; it has to be ordered again.`,
  output_blocked: ({ provider }) =>
    `${provider} withholds the result. Change the prompt or the picture.`,
  output_invalid: ({ provider }) => `What ${provider} sent is no picture, film or sound.`,
  output_too_large: ({ provider }) => `What ${provider} sent is too large to be kept.`,
  cancelled: () => 'It was cancelled.',
  unsupported: ({ provider }) => `${provider} cannot do this.`,
  address_refused: ({ provider }) =>
    `${provider} pointed to an address that is not its own. Nothing was fetched from there.`,
}

export function guidanceFor(fault: ProviderFault, circumstances: Circumstances): Guidance {
  const { provider, accountUrl } = circumstances
  const known = { provider, model: circumstances.model ?? 'the model' }
  const isAboutAccount = fault.code === 'insufficient_funds' || fault.code === 'permission'
  const text = sentences[fault.code](known, fault)
  return {
    text: text[0].toUpperCase() + text.slice(1),
    ...(fault.providerMessage && { said: fault.providerMessage }),
    ...(isAboutAccount && accountUrl && { link: { label: `Open ${provider}`, href: accountUrl } }),
  }
}

function inSeconds(milliseconds?: number) {
  if (milliseconds === undefined) return 'soon'
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return seconds < 120 ? `in ${seconds} s` : `in ${Math.ceil(seconds / 60)} minutes`
}
