import { defineConfig, drivers } from '@adonisjs/queue'

/** The queue only carries wake-ups; what is to be done stands in job_runs. */
export default defineConfig({
  default: 'database',
  adapters: {
    database: drivers.database({}),
    sync: drivers.sync(),
  },
  worker: { concurrency: 4, idleDelay: '500ms' },
  locations: ['./app/*/jobs/*_job.{ts,js}'],
})
