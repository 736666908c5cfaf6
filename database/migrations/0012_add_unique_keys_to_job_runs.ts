import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Of the runs of one kind and key only one may be unfinished, whoever starts them; and what
 * changed on the disk, which such a run takes over, is found without looking at every asset.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('job_runs', (table) => {
      table.string('unique_key', 120).nullable()
    })
    this.schema.raw(
      `CREATE UNIQUE INDEX job_runs_only_one ON job_runs (kind, unique_key)
       WHERE unique_key IS NOT NULL AND state IN ('queued', 'running')`
    )
    this.schema.raw('CREATE INDEX assets_drifted ON assets (position) WHERE drifted_at IS NOT NULL')
  }
}
