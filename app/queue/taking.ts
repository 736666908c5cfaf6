import { Locator } from '@adonisjs/queue'
import config from '#config/runs'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { claimNextRun, leaveRun } from '#queue/claims'
import { performRun } from '#queue/performing'
import { workerStop } from '#queue/stopping'
import type JobRun from '#queue/models/job_run'
import type { RunJob } from '#queue/run_job'

const active = new Set<Promise<void>>()
let taking = Promise.resolve()

/**
 * Takes the runs that wait longest, and those whose worker died, while this
 * process has room. Called when a wake-up comes, when a run ends, at the start
 * and every minute, so a wake-up that is lost costs at most a minute.
 */
export function takeRuns() {
  taking = taking.then(take).catch((error) => {
    logger.error({ err: error }, 'Taking job runs failed')
  })
  return taking
}

/** Resolves when no run is under way in this process. */
export async function allPutDown() {
  await taking
  await Promise.all(active)
}

async function take() {
  while (active.size < config.concurrency && !workerStop.signal.aborted) {
    const run = await claimNextRun()
    if (!run) return
    const work = perform(run).finally(() => {
      active.delete(work)
      void takeRuns()
    })
    active.add(work)
  }
}

async function perform(run: JobRun) {
  try {
    const job = Locator.get(run.kind)
    if (job) return await performRun(run, (await app.container.make(job as any)) as RunJob)
    const error = `This version of Atelier does not know the job "${run.kind}".`
    await leaveRun(run, { state: 'failed', error })
  } catch (error) {
    logger.error({ err: error, run: run.id }, 'A job run broke off; it will be taken up again')
  }
}
