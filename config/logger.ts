import env from '#start/env'
import app from '@adonisjs/core/services/app'
import { logFile } from '#core/log_file'
import { defineConfig, syncDestination, targets } from '@adonisjs/core/logger'

const level = env.get('LOG_LEVEL', app.inTest ? 'error' : 'info')

/** What runs for weeks writes to the data folder; the terminal shows what somebody should look at. */
const loggerConfig = defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'atelier',
      level,
      destination: app.inProduction ? undefined : await syncDestination(),
      transport: {
        targets: targets()
          .pushIf(app.inProduction, {
            ...targets.file({ destination: logFile(), mkdir: true }),
            level,
          })
          .pushIf(app.inProduction, { ...targets.file({ destination: 2 }), level: 'warn' })
          .pushIf(!app.inProduction, targets.file({ destination: 1 }))
          .toArray(),
      },
      redact: { paths: ['*.password', '*.token', '*.authorization', '*.cookie', '*.apiKey'] },
    },
  },
})

export default loggerConfig

declare module '@adonisjs/core/types' {
  export interface LoggersList extends InferLoggers<typeof loggerConfig> {}
}
