import env from '#start/env'
import { defineConfig } from '@adonisjs/core/http'

export const host = env.get('HOST')!

/** The address people use, where the owner has told it. */
export const publicUrl = env.get('APP_URL')

export const appUrl =
  publicUrl ?? `http://${host === '0.0.0.0' ? 'localhost' : host}:${env.get('PORT')}`

/** Cookies and headers that need https are only used where the site is served over it. */
export const isHttps = appUrl.startsWith('https:')

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: true,
  useAsyncLocalStorage: false,
  cookie: { path: '/', maxAge: '2h', httpOnly: true, secure: isHttps, sameSite: 'lax' },
})
