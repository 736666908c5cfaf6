import { integer, object, orNull, text } from '#api/schemas'
import { counted } from '#health/database'

export const databaseStateSchema = object({
  client: text,
  version: text,
  migration: orNull(text),
  migrations: integer,
  bytes: orNull(integer),
  write_ahead_bytes: orNull(integer),
  rows: object(Object.fromEntries(counted.map((table) => [table, integer]))),
})
