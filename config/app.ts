import env from '#start/env'
import { defineConfig } from '@adonisjs/core/http'

const host = env.get('HOST')
const port = env.get('PORT')

export const appUrl = env.get(
  'APP_URL',
  `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}`
)

/** Cookies and headers that need https are only used where the site is served over it. */
export const isHttps = appUrl.startsWith('https:')

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: true,
  useAsyncLocalStorage: false,
  cookie: { path: '/', maxAge: '2h', httpOnly: true, secure: isHttps, sameSite: 'lax' },
})
