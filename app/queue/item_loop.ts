import { setTimeout as delay } from 'node:timers/promises'
import config from '#config/runs'
import logger from '@adonisjs/core/services/logger'
import { queuedPages } from '#queue/items'
import { ResultBook } from '#queue/result_book'
import { clearSuspicion, suspect } from '#queue/suspicion'
import { RunFailed, RunStopped } from '#queue/errors'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import type { ItemResult, RunJob } from '#queue/run_job'
import type { RunWatch } from '#queue/run_watch'

/** Performs what has no result yet, `job.concurrency` items at a time. */
export async function performItems(job: RunJob, run: JobRun, watch: RunWatch) {
  const book = new ResultBook(run)
  const active = new Set<Promise<void>>()
  let failure: Error | undefined
  await job.prepare?.(run)
  const isOver = () => run.signal.aborted || failure !== undefined

  const perform = async (item: JobRunItem) => {
    const result = await resultOf(job, item, run)
    watch.completed++
    if (!item.recorded) await book.add(item, result)
  }
  const begin = (item: JobRunItem) => {
    const work: Promise<void> = perform(item)
      .catch((error) => void (failure ??= error))
      .finally(() => active.delete(work))
    active.add(work)
  }

  for await (const page of queuedPages(run.id)) {
    const careful = run.crashes > 0
    for (const item of page) {
      if (active.size >= (careful ? 1 : job.concurrency)) await Promise.race(active)
      if (isOver()) break
      if (careful) await suspectNext(item)
      begin(item)
    }
    if (isOver()) break
    if (careful) await pageSurvived()
  }
  await finished(active, run.signal)
  await book.flush()
  if (failure) throw failure

  async function suspectNext(item: JobRunItem) {
    await book.flush()
    await suspect(run, item)
  }

  async function pageSurvived() {
    await Promise.all(active)
    await book.flush()
    await clearSuspicion(run)
  }
}

async function resultOf(job: RunJob, item: JobRunItem, run: JobRun): Promise<ItemResult> {
  try {
    return await job.perform(item, run)
  } catch (error: any) {
    if (item.recorded) logger.error({ err: error, item: item.id }, 'A job went on after its result')
    if (item.recorded) return { state: 'done' }
    if (endsTheRun(error) || run.signal.aborted) throw error
    logger.error({ err: error, run: run.id, item: item.id }, 'A job item failed')
    return { state: 'failed', message: error.message || 'It failed without saying why.' }
  }
}

function endsTheRun(error: any) {
  if (error?.code === 'ENOSPC' || error?.code === 'SQLITE_FULL') {
    throw new RunFailed('The disk is full. Make room, then retry; nothing was lost.')
  }
  return error instanceof RunStopped || error instanceof RunFailed
}

/** Items under way always end, except that a worker asked to stop waits only so long. */
async function finished(active: Set<Promise<void>>, signal: AbortSignal) {
  const all = Promise.all(active)
  const stopped = new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', resolve, { once: true })
  })
  await Promise.race([all, stopped])
  if (signal.reason?.reason !== 'stopping') return all
  await Promise.race([all, delay(config.stopTimeout, undefined, { ref: false })])
}
