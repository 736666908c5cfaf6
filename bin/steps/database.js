import { spawnSync } from 'node:child_process'
import { node24, projectEnv, root } from './project.js'

/** Migrates after a verified copy; ends this program where the command refuses, which has then said why. */
export function migrateOrExit(env) {
  const { status } = spawnSync(node24, ['ace.js', 'core:migrate'], {
    cwd: root,
    stdio: 'inherit',
    env: projectEnv(env),
  })
  if (status !== 0) process.exit(status === null ? 1 : status)
}
