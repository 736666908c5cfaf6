import User from '#accounts/models/user'
import { RunFailed } from '#queue/errors'
import type JobRun from '#queue/models/job_run'

/** Whoever asked for a run; without them it cannot go on. */
export async function personOf(run: JobRun) {
  const user = run.userId ? await User.find(run.userId) : null
  if (!user || user.disabledAt)
    throw new RunFailed('The account of whoever asked for this is gone.')
  return user
}
