import app from '@adonisjs/core/services/app'
import { defineConfig, drivers } from '@adonisjs/queue'

/** The queue only carries wake-ups; what is to be done stands in job_runs. */
export default defineConfig({
  default: 'database',
  adapters: {
    database: drivers.database({}),
    sync: drivers.sync(),
  },
  locations: [
    './app/*/jobs/*_job.{ts,js}',
    ...(app.inTest ? ['./tests/helpers/jobs/*_job.ts'] : []),
  ],
})
