import app from '@adonisjs/core/services/app'
import { isHttps } from '#config/app'
import { defineConfig } from '@adonisjs/shield'

const vite = app.inDev ? ['@viteDevUrl', '@viteHmrUrl'] : []

export default defineConfig({
  /** Written out whole: with own directives Shield adds no defaults. */
  csp: {
    enabled: true,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", '@nonce', ...vite],
      scriptSrcAttr: ["'none'"],
      styleSrc: ["'self'", '@nonce', ...vite],
      imgSrc: ["'self'", 'data:', 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...vite],
      workerSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
    },
    reportOnly: false,
  },
  csrf: {
    enabled: true,
    exceptRoutes: ['/webhooks/:provider/:token'],
    enableXsrfCookie: false,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: isHttps, maxAge: '365 days' },
  contentTypeSniffing: { enabled: true },
})
