import { spawnSync } from 'node:child_process'
import { ensureFrontEnd } from './steps/front_end.js'
import { ensurePackages } from './steps/packages.js'
import { node24, projectEnv, root, typescript } from './steps/project.js'

try {
  ensurePackages()
  ensureFrontEnd()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
const { status } = spawnSync(
  node24,
  [...typescript, 'tests/bench/run.ts', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: projectEnv({ UV_THREADPOOL_SIZE: '16' }),
  }
)
process.exit(status === null ? 1 : status)
