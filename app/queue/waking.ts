import { randomUUID } from 'node:crypto'
import { QueueManager } from '@adonisjs/queue'
import logger from '@adonisjs/core/services/logger'
import type JobRun from '#queue/models/job_run'

/**
 * Tells a worker that there is work. Never inside a transaction: the queue has
 * a connection of its own and would wait for ours. Does not throw, because a
 * worker looks for itself every minute.
 */
export async function wake(run: Pick<JobRun, 'id' | 'kind'>) {
  try {
    await QueueManager.use().pushOn('default', {
      id: randomUUID(),
      name: run.kind,
      payload: {},
      priority: 1,
      attempts: 0,
    })
  } catch (error) {
    logger.warn({ err: error, run: run.id }, 'A wake-up was lost; the worker looks every minute')
  }
}
