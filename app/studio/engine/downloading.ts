import { access } from 'node:fs/promises'
import { DateTime } from 'luxon'
import orders from '#config/orders'
import { failpoint } from '#core/failpoints'
import { downloadOutput } from '#studio/downloading'
import { ask, isFinal, isUnreachable } from '#studio/engine/asking'
import { endAttempt } from '#studio/engine/ending'
import { Fenced, giveBack, write } from '#studio/engine/taking'
import { nextTry } from '#studio/engine/waiting'
import type OrderAttempt from '#studio/models/order_attempt'
import OrderOutput from '#studio/models/order_output'
import { storeProduct } from '#studio/products'
import { ProviderError, type ProviderFault } from '#studio/providers/faults'
import { adapterFor } from '#studio/providers/registry'

/** Fetches what is still missing of a job's results into the library, and ends the attempt with the last of them. */
export async function download(attempt: OrderAttempt, stop: AbortSignal) {
  const own: unknown[] = []
  for (const output of await waitingOutputs(attempt)) {
    try {
      await fetchAndStore(attempt, output, stop)
    } catch (error) {
      if (error instanceof Fenced || stop.aborted) throw error
      if (error instanceof ProviderError) await noteFault(attempt, output, error.fault)
      else own.push(error)
    }
  }
  /** A full disk or a busy database is no verdict over a result: the step is taken again. */
  if (own.length) throw own[0]
  const waiting = await waitingOutputs(attempt)
  if (!waiting.length) return finish(attempt)
  const tries = Math.max(...waiting.map((output) => output.tries))
  await giveBack(attempt, { dueAt: Math.max(nextTry(tries), nextTry(tries, waiting[0].error)) })
}

function waitingOutputs({ id }: OrderAttempt) {
  return OrderOutput.query().where({ attemptId: id, state: 'waiting' }).orderBy('position')
}

async function fetchAndStore(attempt: OrderAttempt, output: OrderOutput, stop: AbortSignal) {
  const { blocked } = output.source
  if (blocked) throw outputFault('output_blocked', blocked)
  if (!(await isStaged(output))) await fetchOutput(attempt, output, stop)
  await failpoint('order.after_staged')
  await storeProduct(attempt, output)
  await failpoint('order.after_stored')
}

/** What was staged may be gone again: a restored backup brings rows, and no staging. */
async function isStaged({ stagedPath }: OrderOutput) {
  if (!stagedPath) return false
  return access(stagedPath).then(
    () => true,
    () => false
  )
}

async function fetchOutput(attempt: OrderAttempt, output: OrderOutput, stop: AbortSignal) {
  const { url, authorized = false } = output.source
  if (!url) throw outputFault('output_expired')
  const adapter = adapterFor(attempt.provider)
  const { credential } = attempt
  const source = { url, authorized }
  const file = await downloadOutput(source, { adapter, credential, signal: stop })
  await failpoint('order.after_download')
  await note(attempt, output, { stagedPath: file.path, sha256: file.sha256, error: null })
}

/** An address that has run out is asked for anew, once; what may pass is tried again for days. */
async function noteFault(attempt: OrderAttempt, output: OrderOutput, fault: ProviderFault) {
  if (fault.code === 'output_expired' && !output.refreshedAt) {
    return refresh(attempt, output, fault)
  }
  const tries = output.tries + 1
  const mayPass = fault.retry === 'later' && tries < orders.mostDownloads
  await note(attempt, output, { tries, error: fault, state: mayPass ? 'waiting' : 'failed' })
}

/** While nobody answers where the result lies now, that is no answer. */
async function refresh(attempt: OrderAttempt, output: OrderOutput, fault: ProviderFault) {
  const source = await newSource(attempt, output).catch((error) => {
    if (!(error instanceof ProviderError)) throw error
    return isFinal(error.fault) || isUnreachable(attempt) ? null : error.fault
  })
  if (source && 'retry' in source) {
    const tries = output.tries + 1
    const state = tries < orders.mostDownloads ? 'waiting' : 'failed'
    return note(attempt, output, { tries, error: source, state })
  }
  const found = source ? { source, state: 'waiting' as const } : { state: 'failed' as const }
  await note(attempt, output, { ...found, error: fault, refreshedAt: DateTime.now() })
}

function note(attempt: OrderAttempt, output: OrderOutput, changes: Partial<OrderOutput>) {
  return write(attempt, (_row, trx) => {
    output.useTransaction(trx)
    return output.merge(changes).save()
  })
}

async function newSource(attempt: OrderAttempt, { position, source }: OrderOutput) {
  const { signal } = new AbortController()
  const snapshot = await ask(attempt, signal, (adapter, context) =>
    adapter.poll(context, attempt.remote!)
  )
  const fresh = snapshot.outputs?.[position]?.source
  return fresh && 'url' in fresh && fresh.url !== source.url ? { ...source, ...fresh } : null
}

/** One result is enough: the others say themselves what became of them. */
async function finish(attempt: OrderAttempt) {
  const outputs = await OrderOutput.query().where('attempt_id', attempt.id).orderBy('position')
  const isStored = outputs.some(({ state }) => state === 'stored')
  const error = isStored ? null : (outputs.find((output) => output.error)?.error ?? null)
  await failpoint('order.before_done')
  await write(attempt, (row, trx) =>
    endAttempt(trx, row, { stage: isStored ? 'done' : 'failed', error })
  )
  await failpoint('order.after_done')
}

function outputFault(code: ProviderFault['code'], providerMessage?: string) {
  return new ProviderError({ code, retry: 'never', providerMessage })
}
