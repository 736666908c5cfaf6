import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import type JobRun from '#queue/models/job_run'
import type JobRunItem from '#queue/models/job_run_item'
import { RunJob } from '#queue/run_job'
import { changeAssets, pageSize } from '#library/curation/bulk'
import { personOf } from '#queue/person'
import { assetIds } from '#library/search/searching'
import { withPatience } from '#library/search/sql'

/** One thing done to everything a search finds, five hundred at a time, as one change that can be undone. */
export default class ChangeAssetsJob extends RunJob {
  static kind = 'library.change_assets'

  /** The whole search is walked before anything is changed: what is changed may no longer match it. */
  async *plan(run: JobRun) {
    const viewer = await personOf(run)
    let after: string | null = null
    let from = 1
    do {
      const page = await pageOfIds(run.payload.q, viewer, after)
      const until = from + page.ids.length - 1
      if (page.ids.length) yield { label: `${from}–${until}`, payload: { ids: page.ids } }
      from = until + 1
      after = page.next
    } while (after)
  }

  async perform(item: JobRunItem, run: JobRun) {
    const by = await personOf(run)
    const { change, changeId } = run.payload
    return db.transaction(async (trx) => {
      const { ids } = item.payload as { ids: number[] }
      const { text } = await changeAssets({ change, changeId, assetIds: ids, by, trx })
      return run.record(trx, item, { state: 'done', message: text })
    })
  }
}

/** It may take a minute: nobody waits for it. */
function pageOfIds(q: string, viewer: User, after: string | null) {
  return withPatience(60_000, () => assetIds({ q, viewer, after, limit: pageSize }))
}
