import config from '#config/runs'
import db from '@adonisjs/lucid/services/db'
import logger from '@adonisjs/core/services/logger'
import { workerStop } from '#queue/stopping'
import { RunStopped, type StopReason } from '#queue/errors'
import type JobRun from '#queue/models/job_run'

/**
 * Looks every second whether a run is still ours and wanted, and writes that
 * it is alive and how fast it goes. What it finds, `run.signal` tells.
 */
export class RunWatch {
  /** Items that got a result in this attempt. */
  completed = 0

  #abort = new AbortController()
  #timer: NodeJS.Timeout
  #beaten = { at: Date.now(), completed: 0 }
  #onStop = () => this.stop('stopping')

  constructor(readonly run: JobRun) {
    run.signal = this.#abort.signal
    workerStop.signal.addEventListener('abort', this.#onStop)
    this.#timer = setTimeout(() => this.#look(), config.watchInterval)
  }

  stop(reason: StopReason) {
    this.#abort.abort(new RunStopped(reason))
  }

  close() {
    clearTimeout(this.#timer)
    this.#timer = undefined!
    workerStop.signal.removeEventListener('abort', this.#onStop)
  }

  async #look() {
    try {
      const row = await this.#row()
      if (!row) this.stop('lost')
      else if (row.cancel_requested_at) this.stop('cancelled')
      if (row && Date.now() - this.#beaten.at >= config.heartbeatInterval) await this.#beat()
    } catch (error) {
      logger.warn({ err: error, run: this.run.id }, 'A heartbeat failed')
    }
    if (this.#timer) this.#timer = setTimeout(() => this.#look(), config.watchInterval)
  }

  async #beat() {
    const now = Date.now()
    const seconds = (now - this.#beaten.at) / 1000
    const recent = (this.completed - this.#beaten.completed) / seconds
    const rate = this.run.rate === null ? recent : this.run.rate * 0.7 + recent * 0.3
    this.#beaten = { at: now, completed: this.completed }
    this.run.rate = rate
    await this.#own().update({ heartbeat_at: now, rate })
  }

  #row() {
    return this.#own().select('cancel_requested_at').first()
  }

  #own() {
    const { id, attempt } = this.run
    return db.from('job_runs').where({ id, attempt, state: 'running' })
  }
}
