/** What the worker does again and again, of every room. */
import { everyMinutes } from '#queue/periodic'
import { pruneRuns } from '#queue/retention'

everyMinutes(60, 'queue.prune_runs', pruneRuns)
