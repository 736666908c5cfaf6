import { migrateOrExit } from './steps/database.js'
import { ensureEnvFile } from './steps/env_file.js'
import { ensurePackages } from './steps/packages.js'
import { node24, typescript } from './steps/project.js'
import { createSupervisor } from './steps/supervise.js'

const env = { NODE_ENV: 'development', UV_THREADPOOL_SIZE: '16' }

try {
  ensurePackages()
  ensureEnvFile()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
migrateOrExit(env)

const { start } = createSupervisor()
start({
  name: 'The web server',
  command: node24,
  args: ['ace.js', 'serve', '--hmr', '--no-clear'],
  env,
})
start({
  name: 'The worker',
  command: node24,
  args: ['--watch', '--watch-preserve-output', ...typescript, 'bin/console.ts', 'queue:work'],
  env,
})
