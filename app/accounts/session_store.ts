import { configProvider } from '@adonisjs/core'
import { stores } from '@adonisjs/session'

const touchMilliseconds = 10 * 60_000

/**
 * Sessions in the database, so that logging out, a new password and disabling a person
 * end them for good. The framework's store writes at every request to move the time of
 * expiry on; with sixty thumbnails on a page that is sixty commits, so it is told only
 * every ten minutes.
 */
export function databaseSessions() {
  const touchedAt = new Map<string, number>()
  const provider = stores.database({ tableName: 'sessions' })

  return configProvider.create(async (app) => {
    const createStore = await provider.resolver(app)
    return (...args: Parameters<typeof createStore>) => {
      const store = createStore(...args)
      const touch = store.touch.bind(store)
      store.touch = async (id) => {
        if (Date.now() - (touchedAt.get(id) ?? 0) < touchMilliseconds) return
        if (touchedAt.size > 10_000) touchedAt.clear()
        touchedAt.set(id, Date.now())
        await touch(id)
      }
      return store
    }
  })
}
