import { ensureEnvFile } from './steps/env_file.js'
import { ensureFrontEnd } from './steps/front_end.js'
import { ensurePackages } from './steps/packages.js'
import { node24, productionEnv, typescript } from './steps/project.js'
import { createSupervisor } from './steps/supervise.js'

const env = productionEnv

try {
  ensurePackages()
  ensureEnvFile()
  ensureFrontEnd()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

const { start } = createSupervisor()
const { host, port } = await start({
  name: 'The web server',
  command: node24,
  args: [...typescript, 'bin/server.ts'],
  /** It migrates too: a program of its own for that would take a second of every start. */
  env: { ...env, ATELIER_MIGRATE: '1' },
  mustStart: true,
})
start({
  name: 'The worker',
  command: 'nice',
  args: ['-n', '10', node24, 'ace.js', 'queue:work'],
  env,
})
await announce(host, port)

/** Says where to go, once the page really answers. */
async function announce(host, port) {
  const address = `http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  const response = await fetch(`${address}/login`, { redirect: 'manual' })
  if (response.status >= 500)
    console.error(`The first page answers with an error (${response.status}): see data/logs.`)
  console.log(`Atelier is ready: ${process.env.APP_URL || address}   (Ctrl+C stops it)`)
}
