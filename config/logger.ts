import env from '#start/env'
import app from '@adonisjs/core/services/app'
import { openLogFile } from '#core/log_file'
import { defineConfig, destination, multistream, syncDestination } from '@adonisjs/core/logger'

const level = env.get('LOG_LEVEL', app.inTest ? 'error' : 'info')

/** What runs for weeks writes to the data folder; the terminal shows what somebody should look at. */
const loggerConfig = defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'atelier',
      level,
      destination: app.inProduction
        ? multistream([
            { level, stream: openLogFile() },
            { level: 'warn', stream: destination({ dest: 2, sync: true }) },
          ])
        : await syncDestination(),
      redact: { paths: ['*.password', '*.token', '*.authorization', '*.cookie', '*.apiKey'] },
    },
  },
})

export default loggerConfig

declare module '@adonisjs/core/types' {
  export interface LoggersList extends InferLoggers<typeof loggerConfig> {}
}
