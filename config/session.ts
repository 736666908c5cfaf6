import app from '@adonisjs/core/services/app'
import { databaseSessions } from '#accounts/session_store'
import { isHttps } from '#config/app'
import { defineConfig } from '@adonisjs/session'

export default defineConfig({
  enabled: true,
  /** Over https no other site of the same domain can set one of this name. */
  cookieName: isHttps ? '__Host-atelier_session' : 'atelier_session',
  clearWithBrowser: false,
  /** Without a request; however busy, a session ends after 30 days (accounts/sessions.ts). */
  age: '12h',
  cookie: { path: '/', httpOnly: true, secure: isHttps, sameSite: 'lax' },
  /** The test clients of AdonisJS know the memory only. */
  store: app.inTest ? 'memory' : 'database',
  stores: { database: databaseSessions() },
})
