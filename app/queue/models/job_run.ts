import { belongsTo, column, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { JobRunSchema } from '#database/schema'
import config from '#config/runs'
import { json } from '#core/json_column'
import User from '#accounts/models/user'
import { RunStopped } from '#queue/errors'
import type JobRunItem from '#queue/models/job_run_item'
import type { ItemResult } from '#queue/run_job'

export const runStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type RunState = (typeof runStates)[number]

export default class JobRun extends JobRunSchema {
  declare state: RunState

  @column(json)
  declare payload: Record<string, any>

  /** Aborts, in the worker, when the run is cancelled, taken over, or the worker stops. */
  signal = new AbortController().signal

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  /** Whether it is about to be shown to somebody who may only see how far it is. */
  concealed = false

  /** Administrators see every run, though not all of it (`showTo`), others their own. */
  static visibleTo = scope((query, user: User) => {
    if (!user.isAdmin) query.where('job_runs.user_id', user.id)
  })

  static unfinished = scope((query) => {
    query.whereIn('job_runs.state', ['queued', 'running'])
  })

  get isUnfinished() {
    return this.state === 'queued' || this.state === 'running'
  }

  /** Items that have a result. */
  get handled() {
    return this.done + this.failed + this.skipped
  }

  /** Whole percent of the items that have a result; null while they are still being counted. */
  get percent() {
    if (!this.plannedAt || !this.total) return this.isUnfinished ? null : 100
    return Math.floor((this.handled / this.total) * 100)
  }

  /** Seconds until the run will be through at its present rate; null where that is unknown. */
  get secondsLeft() {
    if (this.state !== 'running' || !this.plannedAt || !this.rate || this.isUnattended) return null
    return Math.ceil(((this.total ?? 0) - this.handled) / this.rate)
  }

  /** It runs, but its worker has missed three heartbeats: it was killed, or the machine slept. */
  get isUnattended() {
    const silence = Date.now() - Number(this.heartbeatAt)
    return this.state === 'running' && silence > 3 * config.heartbeatInterval
  }

  /** Of other people's private runs administrators see how far they are, not what they are about. */
  showTo(viewer: User) {
    const ownerId = this.payload.ownerId ?? this.userId
    this.concealed = this.payload.visibility === 'private' && ownerId !== viewer.id
    return this
  }

  get shownTitle() {
    return this.concealed ? 'A private job' : this.title
  }

  get shownError() {
    return this.error && this.concealed ? 'It failed; only its owner sees why.' : this.error
  }

  get canCancel() {
    return this.isUnfinished && !this.cancelRequestedAt
  }

  get canRetry() {
    return !this.isUnfinished && (this.failed > 0 || this.state === 'failed')
  }

  /**
   * Throws RunStopped when this worker no longer owns the run or cancellation
   * was asked. Call it first in every transaction that has an effect.
   */
  async guard(trx: TransactionClientContract) {
    const row = await this.ownRow(trx)
    if (row.cancelRequested) throw new RunStopped('cancelled')
  }

  /**
   * Writes an item's result in the transaction of its effect, so that neither
   * is ever there without the other. Guards too. Returns the result.
   */
  async record(trx: TransactionClientContract, item: JobRunItem, result: ItemResult) {
    await this.guard(trx)
    const changed = await trx
      .from('job_run_items')
      .where({ id: item.id, state: 'queued' })
      .update({
        state: result.state,
        message: result.message ?? null,
        asset_id: result.assetId ?? null,
      })
    if (Number(changed) === 0) throw new RunStopped('lost')
    await trx.from('job_runs').where('id', this.id).increment(result.state, 1)
    trx.after('commit', () => {
      item.recorded = true
    })
    return result
  }

  /** Throws RunStopped unless this attempt is the one that runs; locks the row. */
  async ownRow(trx: TransactionClientContract) {
    const row = await trx
      .from('job_runs')
      .where({ id: this.id, attempt: this.attempt, state: 'running' })
      .select('cancel_requested_at')
      .forUpdate()
      .first()
    if (!row) throw new RunStopped('lost')
    return { cancelRequested: !!row.cancel_requested_at }
  }
}
