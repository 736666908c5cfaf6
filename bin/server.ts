import { createIgnitor } from './ignitor.js'
import { fail } from './failure.js'

/** How long answers that never end by themselves (streams of progress) may go on after the signal to stop. */
const graceMilliseconds = 2_000

createIgnitor()
  .tap((app) => {
    app.starting(async () => {
      const { migrateAndTell, refuseUnlessMigrated } = await import('#core/migrations')
      if (!process.env.ATELIER_MIGRATE) return refuseUnlessMigrated()
      const { refuseUnlessPortFree } = await import('#core/port')
      await refuseUnlessPortFree(process.env.HOST!, Number(process.env.PORT))
      await migrateAndTell(console.log)
    })
    app.ready(async () => {
      await tellSetupCode()
      const server = await app.container.make('server')
      app.terminating(() => {
        setTimeout(() => server.getNodeServer()?.closeAllConnections(), graceMilliseconds).unref()
      })
    })
  })
  .httpServer()
  .start()
  .catch(async (error) => {
    const { portRefusal } = await import('#core/port')
    await fail(portRefusal(error, process.env.HOST!, Number(process.env.PORT)))
    process.exit()
  })

/** Only somebody who can read this terminal may make the first account from another machine. */
async function tellSetupCode() {
  const { isSetUp } = await import('#accounts/accounts')
  const { isThisMachine, setupCode } = await import('#accounts/setup_code')
  if (isThisMachine(process.env.HOST!) || (await isSetUp())) return
  console.log(
    `Nobody has an account yet. From another machine, /setup asks for this code: ${setupCode}`
  )
}
