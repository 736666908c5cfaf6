import { configProvider } from '@adonisjs/core'
import { MessageBuilder } from '@adonisjs/core/helpers'
import { stores } from '@adonisjs/session'
import type { SessionData } from '@adonisjs/session/types'
import { select } from '#core/select'

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
      const read = store.read.bind(store)
      store.read = async (id) => (await readSession(id)) ?? read(id)
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

/**
 * A session that goes on. Every request begins with it, and the framework's store puts its
 * statement together each time; it is asked about what is not read here.
 */
async function readSession(id: string) {
  const [row] = await select<{ data: string; expires_at: number | Date }>(
    'SELECT data, expires_at FROM sessions WHERE id = ?',
    id
  )
  if (!row || Number(row.expires_at) < Date.now()) return null
  try {
    return new MessageBuilder().verify<SessionData>(row.data, id)
  } catch {
    return null
  }
}
