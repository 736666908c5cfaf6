import { existsSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** The tests own their data folder and begin with an empty one; no setting of yours may lead them to another. */
process.env.NODE_ENV = 'test'
process.env.HOST = '127.0.0.1'
process.env.PORT ||= String(await freePort())
process.env.DATA_DIR = 'tmp/test-data'
process.env.DB_CLIENT = process.env.TEST_DB_CLIENT ?? 'sqlite3'
rmSync(new URL('../tmp/test-data', import.meta.url), { recursive: true, force: true })

import type { ApplicationService } from '@adonisjs/core/types'
import { prettyPrintError } from '@adonisjs/core'
import { configure, processCLIArgs, run } from '@japa/runner'
import { createIgnitor } from './ignitor.js'

createIgnitor()
  .tap((app) => app.booted(() => useBuiltFrontEnd(app)))
  .testRunner()
  .configure(async (app) => {
    const { runnerHooks, ...config } = await import('../tests/bootstrap.js')

    processCLIArgs(process.argv.splice(2))
    configure({
      ...app.rcFile.tests,
      ...config,
      setup: runnerHooks.setup,
      teardown: runnerHooks.teardown.concat([() => app.terminate()]),
    })
  })
  .run(() => run())
  .catch((error) => {
    process.exitCode = 1
    prettyPrintError(error)
  })

function freePort() {
  return new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** AdonisJS starts a Vite server for tests. Where there is a build, what people get is tested. */
async function useBuiltFrontEnd(app: ApplicationService) {
  if (!existsSync(app.publicPath('assets/.vite/manifest.json'))) return
  const vite = await app.container.make('vite')
  vite.createDevServer = async () => {}
}
