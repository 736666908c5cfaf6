/** Aborted when the worker process is asked to stop; every run it performs listens. */
export let workerStop = new AbortController()

export function stopRuns() {
  workerStop.abort()
}

/** A test that stopped the runs of its own process lets the next one begin anew. */
export function allowRuns() {
  workerStop = new AbortController()
}
