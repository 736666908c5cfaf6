import db from '@adonisjs/lucid/services/db'
import { pageSize } from '#library/curation/bulk'
import { assetIds } from '#library/search/searching'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { personOf } from '#queue/person'
import { RunJob } from '#queue/run_job'
import { changeIn } from '#trash/selection'

/** Puts everything a search finds into the trash, or takes it out, five hundred at a time, as one change. */
export default class ChangeAssetsJob extends RunJob {
  static kind = 'trash.change_assets'

  /** The whole search is walked before anything is changed: what is changed no longer matches it. */
  async *plan(run: JobRun) {
    const viewer = await personOf(run)
    let after: string | null = null
    let from = 1
    do {
      const page = await assetIds({ q: run.payload.q, viewer, after, limit: pageSize })
      const until = from + page.ids.length - 1
      if (page.ids.length) yield { label: `${from}–${until}`, payload: { ids: page.ids } }
      from = until + 1
      after = page.next
    } while (after)
  }

  async perform(item: JobRunItem, run: JobRun) {
    const by = await personOf(run)
    const { verb, changeId } = run.payload
    const { ids } = item.payload as { ids: number[] }
    return db.transaction(async (trx) => {
      const { text } = await changeIn(verb, { assetIds: ids, by, changeId, trx })
      return run.record(trx, item, { state: 'done', message: text })
    })
  }
}
