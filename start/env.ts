import { Env } from '@adonisjs/core/env'
import { Secret } from '@adonisjs/core/helpers'

/** The whole configuration. Everything but APP_KEY has a default that serves. */
const env = await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum.optional(['development', 'production', 'test'] as const),
  HOST: Env.schema.string.optional(),
  PORT: port,
  APP_KEY: Env.schema.secret(),
  CREDENTIALS_KEY: credentialsKey,
  CREDENTIALS_KEY_PREVIOUS: Env.schema.secret.optional(),
  APP_URL: Env.schema.string.optional({ format: 'url', tld: false }),
  LOG_LEVEL: Env.schema.enum.optional(['trace', 'debug', 'info', 'warn', 'error'] as const),
  DATA_DIR: Env.schema.string.optional(),

  TRASH_DIR: Env.schema.string.optional(),
  TRASH_RETENTION_DAYS: days,
  TRASH_QUOTA: bytes,
  BACKUPS_KEPT: backups,

  DB_CLIENT: Env.schema.enum.optional(['sqlite3', 'better-sqlite3', 'pg'] as const),
  DB_HOST: Env.schema.string.optional(),
  DB_PORT: Env.schema.number.optional(),
  DB_USER: Env.schema.string.optional(),
  DB_PASSWORD: Env.schema.string.optional(),
  DB_DATABASE: Env.schema.string.optional(),
})

/** AdonisJS reads these two from the process, and would listen on every network without them. */
if (!env.get('HOST')) env.set('HOST', '127.0.0.1')
if (!env.get('PORT')) env.set('PORT', 3333)

export default env

function credentialsKey(key: string, value?: string) {
  if (!value) return undefined
  if (value.length >= 32) return new Secret(value)
  throw new Error(`The value of ${key} is too short: give at least 32 characters`)
}

function port(key: string, value?: string) {
  if (!value) return undefined
  const number = Number(value)
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number
  throw new Error(`The value "${value}" of ${key} is not a port: give a number from 1 to 65535`)
}

function days(key: string, value?: string) {
  if (!value) return undefined
  const number = Number(value)
  if (Number.isInteger(number) && number >= 0 && number <= 36_500) return number
  throw new Error(`The value "${value}" of ${key} is no number of days: give 30, or 0 for no end`)
}

function backups(key: string, value?: string) {
  if (!value) return undefined
  const number = Number(value)
  if (Number.isInteger(number) && number >= 0 && number <= 1_000) return number
  throw new Error(`The value "${value}" of ${key} is no number of backups: give 7, or 0 for none`)
}

function bytes(key: string, value?: string) {
  if (!value) return undefined
  const [, number, unit] = value.match(/^(\d+(?:\.\d+)?)\s*(kB|MB|GB|TB)?$/i) ?? []
  const powers = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 }
  if (number) return Number(number) * (powers[unit?.toLowerCase() as keyof typeof powers] ?? 1)
  throw new Error(`The value "${value}" of ${key} is no size: give 20GB, or 500MB`)
}
