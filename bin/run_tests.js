import { existsSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { ensureChromium } from './steps/chromium.js'
import { ensureFrontEnd } from './steps/front_end.js'
import { ensurePackages } from './steps/packages.js'
import { inProject, node24, projectEnv, root, typescript } from './steps/project.js'

const summary = inProject('tmp', 'test-summary.json')

try {
  ensurePackages()
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

/** The last line tells all; a run that broke off, or failed outside of a test, counts as one failure. */
function report(status) {
  const counts = existsSync(summary)
    ? JSON.parse(readFileSync(summary, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 }
  const failed = status === 0 ? counts.failed : Math.max(counts.failed, 1)
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : ''
  console.log(`${counts.passed} passed, ${failed} failed${skipped}`)
  process.exit(failed === 0 ? 0 : 1)
}
