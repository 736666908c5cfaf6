import db from '@adonisjs/lucid/services/db'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { RunJob } from '#queue/run_job'
import { undoChange, undoPages } from '#library/curation/undoing'
import { personOf } from '#queue/person'

/** Takes a large change back, a thousand revisions at a time. */
export default class UndoChangeJob extends RunJob {
  static kind = 'library.undo_change'

  async *plan(run: JobRun) {
    let from = 1
    for await (const revisionIds of undoPages(run.payload.changeId, await personOf(run))) {
      const until = from + revisionIds.length - 1
      yield { label: `${from}–${until}`, payload: { revisionIds } }
      from = until + 1
    }
  }

  async perform(item: JobRunItem, run: JobRun) {
    const by = await personOf(run)
    const { changeId } = run.payload as { changeId: string }
    const { revisionIds } = item.payload as { revisionIds: number[] }
    return db.transaction(async (trx) => {
      const { text } = await undoChange({ changeId, by, trx, revisionIds })
      return run.record(trx, item, { state: 'done', message: text })
    })
  }
}
