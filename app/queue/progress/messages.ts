import edge from 'edge.js'
import router from '@adonisjs/core/services/router'
import type JobRun from '#queue/models/job_run'
import { itemCounts } from '#queue/wording'
import type { Watcher } from '#queue/progress/streams'

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

/** The rows of the list that changed; a run that is new comes first in it. */
export async function listMessage(watcher: Watcher, runs: JobRun[]) {
  let fragments = await pulse(router.makeUrl('queue.runs.index'), '#job-list')
  for (const run of runs) {
    const row = await edge.render('queue/runs/_row', { run })
    const isNew = run.id > Math.max(0, ...watcher.known)
    if (watcher.known.has(run.id)) fragments += partial(`#job-run-${run.id}`, 'outerMorph', row)
    else if (isNew) fragments += partial('#job-runs', 'afterbegin', row)
  }
  return data(fragments)
}

const partial = (target: string, swap: string, html: string) =>
  `<hx-partial hx-target="${target}" hx-swap="${swap}">${html}</hx-partial>`

/** The same numbers on the tabs, at the same moment. */
const counted = (state: string | undefined, count: string) =>
  partial(`#count-${state ?? 'all'}`, 'innerHTML', count)

/** Replaced with every message; where no message comes any more, it asks instead. */
const pulse = async (href: string, target: string) =>
  partial('#pulse', 'outerHTML', await edge.render('queue/runs/_pulse', { href, target }))

const data = (html: string) => `data: ${html.replace(/\s*\n\s*/g, ' ')}\n\n`

const event = (name: string) => `event: ${name}\ndata: .\n\n`
