import logger from '@adonisjs/core/services/logger'
import { contextFor } from '#studio/credentials'
import { NoSpace } from '#library/importing/staging'
import { noteAnswer } from '#studio/limits'
import type OrderAttempt from '#studio/models/order_attempt'
import type ProviderCredential from '#studio/models/provider_credential'
import type { ProviderAdapter, ProviderContext } from '#studio/providers/contract'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import { adapterFor } from '#studio/providers/registry'

type Question<T> = (adapter: ProviderAdapter, context: ProviderContext) => Promise<T>

/** Asks the provider of an attempt, and lets its limits know how it answered. Throws ProviderError. */
export async function ask<T>(
  attempt: OrderAttempt,
  signal: AbortSignal,
  question: Question<T>
): Promise<T> {
  const { credential } = attempt
  if (!credential || credential.removedAt) throw new ProviderError(accountRemoved)
  const context = await contextFor(credential, signal)
  try {
    const answer = await question(adapterFor(attempt.provider), context)
    await learn(credential, null)
    return answer
  } catch (error) {
    if (error instanceof ProviderError && !signal.aborted) {
      await learn(credential, error.fault)
    }
    throw error
  }
}

/** An answer that was paid for is not thrown away because nobody could write down how it came. */
async function learn(credential: ProviderCredential, fault: ProviderFault | null) {
  await noteAnswer(credential, fault, Date.now()).catch((error) =>
    logger.warn({ err: error, credential: credential.id }, 'How a provider answered was not noted')
  )
}

/** What went wrong, whoever threw it; a fault of our own is no verdict over the attempt, and its words are for the log. */
export function faultOfError(error: unknown): ProviderFault {
  if (error instanceof ProviderError) return error.fault
  const said = error instanceof NoSpace ? { providerMessage: error.message } : {}
  return { code: 'internal', retry: 'later', ...said }
}

/** Whether asking again brings no other answer; a key and credit can be had anew. */
export function isFinal({ code, retry, ambiguous }: ProviderFault) {
  return retry === 'never' && !ambiguous && !['auth', 'insufficient_funds'].includes(code)
}

/** Without an account nobody can be asked ever again. */
export const isUnreachable = ({ credential }: OrderAttempt) =>
  !credential || credential.removedAt !== null

const accountRemoved: ProviderFault = {
  code: 'auth',
  retry: 'never',
  providerMessage: 'The account was removed.',
}
