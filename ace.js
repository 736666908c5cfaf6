import { spawnSync } from 'node:child_process'
import { node24 } from './bin/steps/project.js'

/** Told to an older Node, a command is handed on to the one that came with the packages. */
if (Number(process.versions.node.split('.')[0]) < 24) {
  const { status } = spawnSync(node24, process.argv.slice(1), { stdio: 'inherit' })
  process.exit(status ?? 1)
}

await import('./bin/typescript.js')
await import('./bin/console.js')
