import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from '@adonisjs/queue'
import runsConfig from '#config/runs'
import queueConfig from '#config/queue'
import logger from '@adonisjs/core/services/logger'
import type { ApplicationService } from '@adonisjs/core/types'
import { allPutDown, takeRuns } from '#queue/taking'
import { startPeriodicWork } from '#queue/periodic'
import { stopRuns, workerStop } from '#queue/stopping'

/**
 * Works until the process is told to stop. The stock command of @adonisjs/queue
 * closes the database before it completes a job; here the application ends only
 * after every run has been put down.
 */
export async function work(app: ApplicationService) {
  const worker = new Worker(await workerConfig(app))
  await worker.init()
  const reconciler = setInterval(takeRuns, runsConfig.reconcileInterval)
  const stopPeriodicWork = startPeriodicWork()
  app.terminating(async () => {
    clearInterval(reconciler)
    stopRuns()
    await Promise.race([
      Promise.all([worker.stop(), allPutDown(), stopPeriodicWork()]),
      delay(runsConfig.stopTimeout + 1_500, undefined, { ref: false }),
    ])
  })
  await takeRuns()
  await cycle(worker)
}

async function cycle(worker: Worker) {
  const { signal } = workerStop
  while (!signal.aborted) {
    const happened = await worker.processCycle(['default'])
    if (happened?.type === 'error') logger.error({ err: happened.error }, 'The queue failed')
    if (happened?.type === 'error' || happened?.type === 'idle') {
      await delay(idleMilliseconds, undefined, { signal }).catch(() => {})
    }
  }
}

const idleMilliseconds = 500

/** One at a time, because a wake-up is over at once: the runs themselves are performed beside the queue. */
async function workerConfig(app: ApplicationService) {
  const adapters: Record<string, any> = {}
  for (const [name, adapter] of Object.entries<any>(queueConfig.adapters)) {
    adapters[name] = typeof adapter === 'function' ? adapter : await adapter.resolver(app)
  }
  return {
    ...queueConfig,
    adapters,
    logger,
    jobFactory: (job: any) => app.container.make(job) as any,
    worker: { concurrency: 1, idleDelay: idleMilliseconds },
  }
}
