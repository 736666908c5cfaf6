import { existsSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { ensureChromium } from './steps/chromium.js'
import { ensureEnvFile } from './steps/env_file.js'
import { ensureFrontEnd } from './steps/front_end.js'
import { ensurePackages } from './steps/packages.js'
import { inProject, node24, projectEnv, root, typescript } from './steps/project.js'

const summary = inProject('tmp', 'test-summary.json')

try {
  ensurePackages()
  ensureEnvFile()
  ensureChromium()
  ensureFrontEnd()
  rmSync(summary, { force: true })
  const args = [...typescript, 'bin/test.ts', '--reporters=spec,summary', ...process.argv.slice(2)]
  const { status } = spawnSync(node24, args, { cwd: root, stdio: 'inherit', env: projectEnv() })
  report(status)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

/** The last line tells all. A run that broke off has left no counts; that, and a fault outside of a test, is a failure. */
function report(status) {
  const isComplete = existsSync(summary)
  if (!isComplete) console.error('The test run broke off before its end.')
  const { passed, failed, skipped } = isComplete
    ? JSON.parse(readFileSync(summary, 'utf8'))
    : { passed: 0, failed: 1, skipped: 0 }
  const counted = status === 0 ? failed : Math.max(failed, 1)
  console.log(`${passed} passed, ${counted} failed${skipped ? `, ${skipped} skipped` : ''}`)
  process.exit(counted === 0 ? 0 : 1)
}
