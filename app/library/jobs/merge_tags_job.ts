import db from '@adonisjs/lucid/services/db'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { RunJob } from '#queue/run_job'
import { mergeTags } from '#library/curation/merging'
import { personOf } from '#queue/person'

/** Merges a tag that many items have into another, in one transaction. */
export default class MergeTagsJob extends RunJob {
  static kind = 'library.merge_tags'

  async perform(item: JobRunItem, run: JobRun) {
    const by = await personOf(run)
    const { fromId, intoId } = run.payload as { fromId: number; intoId: number }
    return db.transaction(async (trx) => {
      const { text } = await mergeTags({ fromId, intoId, by, trx })
      return run.record(trx, item, { state: 'done', message: text })
    })
  }
}
