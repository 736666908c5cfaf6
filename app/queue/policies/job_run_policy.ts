import { BasePolicy } from '@adonisjs/bouncer'
import type User from '#accounts/models/user'
import type JobRun from '#queue/models/job_run'

/** Everybody has a list of runs; which ones are in it, `JobRun.visibleTo` says. */
export default class JobRunPolicy extends BasePolicy {
  list(_user: User) {
    return true
  }

  show(user: User, run: JobRun) {
    return user.isAdmin || run.userId === user.id
  }

  cancel(user: User, run: JobRun) {
    return this.show(user, run)
  }

  retry(user: User, run: JobRun) {
    return this.show(user, run)
  }
}
