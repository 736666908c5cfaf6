import { Job } from '@adonisjs/queue'
import { takeRuns } from '#queue/taking'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'

/**
 * An item to be: what the person reads about it, and what `perform` needs to know. `audience` in
 * the payload, where it is not 0, is the one person who may read it.
 */
export type PlannedItem = { label: string; payload: Record<string, any> }

/** What became of an item. The message is for the person: why it failed or was skipped. */
export type ItemResult = {
  state: 'done' | 'skipped' | 'failed'
  message?: string
  assetId?: number
}

/**
 * Long work as one run with a result for each item. Lives in
 * `app/<room>/jobs/<name>_job.ts`, is started by `startRun`, and survives the
 * death of its worker: items without a result are performed again.
 *
 * Every effect is written in a transaction that begins with `run.guard(trx)`,
 * or with `run.record(trx, item, result)`, which stores the result beside the
 * effect: then it happens exactly once. Without `record`, an item may be
 * performed a second time after a crash, so its effect has to bear that.
 */
export abstract class RunJob extends Job {
  /** `<room>.<verb_noun>`, unique, and the `kind` of its runs. */
  static kind: string

  static {
    Object.defineProperty(this, 'options', {
      get(this: typeof RunJob) {
        return { name: this.kind }
      },
    })
  }

  /** How many items are performed side by side. */
  concurrency = 1

  /** Happens each time the run is taken up, before its items. */
  prepare?(run: JobRun): Promise<void>

  /**
   * Finds the items, a few at a time; begins anew when the worker dies during
   * it. Without it, a run started without items is one single item with the
   * run's own title and payload.
   */
  plan?(run: JobRun): AsyncIterable<PlannedItem>

  /**
   * Does one item. Throwing an Error fails the item with its message; throwing
   * RunFailed (or ENOSPC from the system) ends the whole run. `run.signal`
   * aborts when the run is cancelled, taken over, or the worker stops.
   */
  abstract perform(item: JobRunItem, run: JobRun): Promise<ItemResult>

  /** What is left to do once every item has a result. May happen twice after a crash. */
  finish?(run: JobRun): Promise<void>

  /** The wake-up: it only says that there is a run, and job_runs says which. */
  execute() {
    return takeRuns()
  }
}
