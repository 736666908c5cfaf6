/** Why a worker leaves a run: another one has it, it was cancelled, or the worker itself stops. */
export type StopReason = 'lost' | 'cancelled' | 'stopping'

/** Thrown by `run.guard`; a job lets it pass. */
export class RunStopped extends Error {
  constructor(readonly reason: StopReason) {
    super(`The run was stopped: ${reason}`)
  }
}

/**
 * Thrown by `plan`, `perform` or `finish` when nothing in the run can succeed
 * (the disk is full, the folder is gone). Ends the run with this message; items
 * without a result stay queued for a retry.
 */
export class RunFailed extends Error {}
