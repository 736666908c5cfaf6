import env from '#start/env'
import { readNumbers, refuseUnlessInstalled } from '#core/database_drivers'
import { createDataFolders, dataPath } from '#core/paths'
import {
  beginImmediate,
  configureConnection,
  makeInterruptible,
  writeLimitsOut,
} from '#core/sqlite'
import { defineConfig } from '@adonisjs/lucid'

const client = env.get('DB_CLIENT', 'sqlite3')
const filename = dataPath('atelier.sqlite3')

const migrations = { naturalSort: true, paths: ['database/migrations'] }
const schemaGeneration = {
  enabled: true,
  rulesPaths: ['./database/schema_rules.js'],
  excludeTables: [
    'asset_texts',
    'asset_texts_config',
    'asset_texts_content',
    'asset_texts_data',
    'asset_texts_docsize',
    'asset_texts_idx',
    'queue_jobs',
    'queue_schedules',
    'sessions',
  ],
}

createDataFolders()
refuseUnlessInstalled(client)
if (client !== 'pg') {
  beginImmediate()
  makeInterruptible()
  writeLimitsOut()
}

export default defineConfig({
  connection: client === 'pg' ? 'postgres' : 'sqlite',
  prettyPrintDebugQueries: true,
  connections: {
    sqlite: {
      client: client === 'better-sqlite3' ? 'better-sqlite3' : 'sqlite3',
      connection: { filename },
      useNullAsDefault: true,
      pool: { min: 1, max: client === 'better-sqlite3' ? 1 : 4, afterCreate: configureConnection },
      migrations,
      schemaGeneration,
    },
    postgres: {
      client: 'pg',
      connection: {
        host: env.get('DB_HOST', '127.0.0.1'),
        port: env.get('DB_PORT', 5432),
        user: env.get('DB_USER', 'atelier'),
        password: env.get('DB_PASSWORD', ''),
        database: env.get('DB_DATABASE', 'atelier'),
      },
      pool: { afterCreate: readNumbers },
      migrations,
      schemaGeneration: { ...schemaGeneration, enabled: false },
    },
  },
})
