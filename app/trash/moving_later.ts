import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type User from '#accounts/models/user'
import JobRun from '#queue/models/job_run'
import { startRun } from '#queue/runs'

/** Has a job run move the files of what this person put into the trash or took out of it; one that waits takes these along. */
export async function moveFilesLater(by: User, trx: TransactionClientContract): Promise<JobRun> {
  const kind = 'trash.move_assets'
  const waiting = await JobRun.query({ client: trx })
    .where({ kind, userId: by.id, state: 'queued' })
    .whereNull('planned_at')
    .first()
  return waiting ?? startRun({ kind, title: 'Move files to and from the trash', user: by }, trx)
}

/** The run that moves, or last moved, files for this person. */
export function lastMove(by: User) {
  return JobRun.query()
    .where({ kind: 'trash.move_assets', userId: by.id })
    .orderBy('id', 'desc')
    .first()
}
