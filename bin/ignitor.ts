import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const APP_ROOT = new URL('../', import.meta.url)

/** The application, not started yet: every entry point in this folder begins here. */
export function createIgnitor() {
  return new Ignitor(APP_ROOT, {
    importer: (path: string) =>
      path.startsWith('./') || path.startsWith('../')
        ? import(new URL(path, APP_ROOT).href)
        : import(path),
  }).tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    /**
     * AdonisJS goes on booting when it is told to end meanwhile, and then runs for good; so
     * would a command that began its work just then, or an item that was not waited for.
     */
    let ending: Promise<void> | undefined
    const end = () =>
      (ending ??= (app.isReady ? app.terminate() : Promise.resolve()).finally(() => process.exit()))
    app.listen('SIGTERM', end)
    app.listen('SIGINT', end)
    endWithTheSupervisor(end)
  })
}

/** `npm start` holds a channel to its parts; when it breaks, nobody is left who could stop them. */
function endWithTheSupervisor(terminate: () => void) {
  if (!process.env.ATELIER_SUPERVISED || !process.channel) return
  process.once('disconnect', terminate)
  process.channel.unref()
}
