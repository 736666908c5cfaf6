import type { HttpAnswer, HttpRequest, ProviderContext } from '#studio/providers/contract'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'

type Said = Partial<Pick<HttpAnswer, 'status' | 'headers' | 'json'>>

/** A context whose provider gives these answers, one after the other, and remembers what it was sent. */
export function answering(
  settings: Partial<Pick<ProviderContext, 'baseUrl' | 'dialect' | 'secret' | 'now'>>,
  ...answers: Said[]
) {
  const sent: HttpRequest[] = []
  const next = async (request: HttpRequest): Promise<HttpAnswer> => {
    sent.push(request)
    const answer = answers.shift()
    if (!answer) throw new Error(`Nobody answers ${request.method} ${request.url}`)
    return { status: 200, headers: {}, json: null, bytes: Buffer.alloc(0), ...answer }
  }
  const context: ProviderContext = {
    secret: 'secret-0123456789',
    baseUrl: 'https://provider.test',
    dialect: null,
    http: { read: next, submit: next, listen: async () => {} },
    signal: new AbortController().signal,
    now: () => new Date(),
    ...settings,
  }
  return { context, sent }
}

/** The fault of what went wrong, as it must. */
export async function faultOf(promise: Promise<unknown>): Promise<ProviderFault> {
  try {
    await promise
  } catch (error) {
    if (error instanceof ProviderError) return error.fault
    throw error
  }
  throw new Error('Nothing went wrong')
}
