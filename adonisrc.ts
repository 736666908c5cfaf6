import { indexEntities } from '@adonisjs/core'
import { indexPolicies } from '@adonisjs/bouncer'
import { defineConfig } from '@adonisjs/core/app'

/** `npm run test:mutations`: takes away each line that keeps somebody out, and looks whether it is missed. */
const mutations = {
  name: 'mutations',
  files: ['tests/mutations/**/*.spec.ts'],
  timeout: 3_600_000,
}

export default defineConfig({
  directories: {
    commands: 'app/commands',
    httpControllers: 'app',
    models: 'app',
    policies: 'app',
    validators: 'app',
    events: 'app',
    middleware: 'app',
    exceptions: 'app',
    transformers: 'app',
  },

  commands: [
    () => import('@adonisjs/core/commands'),
    () => import('@adonisjs/lucid/commands'),
    () => import('@adonisjs/bouncer/commands'),
    () => import('#start/command'),
  ],

  providers: [
    () => import('@adonisjs/core/providers/app_provider'),
    () => import('@adonisjs/core/providers/hash_provider'),
    { file: () => import('@adonisjs/core/providers/repl_provider'), environment: ['repl', 'test'] },
    () => import('@adonisjs/core/providers/vinejs_provider'),
    () => import('@adonisjs/core/providers/edge_provider'),
    () => import('@adonisjs/session/session_provider'),
    () => import('@adonisjs/vite/vite_provider'),
    () => import('@adonisjs/shield/shield_provider'),
    () => import('@adonisjs/static/static_provider'),
    () => import('@adonisjs/lucid/database_provider'),
    () => import('@adonisjs/auth/auth_provider'),
    () => import('@adonisjs/bouncer/bouncer_provider'),
    () => import('@adonisjs/limiter/limiter_provider'),
    () => import('@adonisjs/queue/queue_provider'),
  ],

  preloads: [
    () => import('#start/routes'),
    () => import('#start/kernel'),
    () => import('#start/events'),
    () => import('#start/views'),
  ],

  tests: {
    suites: [
      { name: 'unit', files: ['tests/unit/**/*.spec.ts'], timeout: 20_000 },
      { name: 'functional', files: ['tests/functional/**/*.spec.ts'], timeout: 30_000 },
      { name: 'browser', files: ['tests/browser/**/*.spec.ts'], timeout: 120_000 },
      ...(process.env.MUTATIONS ? [mutations] : []),
    ],
    forceExit: true,
  },

  metaFiles: [
    { pattern: 'resources/views/**/*.edge', reloadServer: false },
    { pattern: 'public/**', reloadServer: false },
  ],

  hooks: {
    init: [
      indexEntities({
        controllers: { source: 'app', glob: ['**/*_controller.ts'], importAlias: '#app' },
        events: { source: 'app', glob: ['**/events/**/*.ts'], importAlias: '#app' },
      }),
      indexPolicies({ source: 'app', glob: ['**/*_policy.ts'], importAlias: '#app' }),
    ],
    buildStarting: [() => import('@adonisjs/vite/build_hook')],
  },
})
