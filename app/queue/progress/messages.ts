import edge from 'edge.js'
import router from '@adonisjs/core/services/router'
import { data, event, partial, pulse } from '#queue/progress/frames'
import type JobRun from '#queue/models/job_run'
import { itemCounts } from '#queue/wording'

/**
 * The state of a run, and a word to the page that the items have changed or the
 * run has ended, upon which it asks for more itself.
 */
export async function runMessage(run: JobRun) {
  const href = router.makeUrl('queue.runs.show', [run.id])
  const fragments =
    partial('#run-progress', 'outerMorph', await edge.render('queue/runs/_progress', { run })) +
    itemCounts(run)
      .map(({ state, count }) => counted(state, count))
      .join('') +
    (await pulse(href, '#job-run'))
  return data(fragments) + event(run.isUnfinished ? 'items' : 'finished')
}

/** The rows of the list that changed; a run that is new comes first in it. `known` are those it has. */
export async function listMessage(known: Set<number>, runs: JobRun[]) {
  let fragments = await pulse(router.makeUrl('queue.runs.index'), '#job-list')
  for (const run of runs) {
    const row = await edge.render('queue/runs/_row', { run })
    const isNew = run.id > Math.max(0, ...known)
    if (known.has(run.id)) fragments += partial(`#job-run-${run.id}`, 'outerMorph', row)
    else if (isNew) fragments += partial('#job-runs', 'afterbegin', row)
  }
  return data(fragments)
}

/** The same numbers on the tabs, at the same moment. */
const counted = (state: string | undefined, count: string) =>
  partial(`#count-${state ?? 'all'}`, 'innerHTML', count)
