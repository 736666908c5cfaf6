import { readdir, readFile } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import db from '@adonisjs/lucid/services/db'
import { dataPath } from '#core/paths'

/** What was found somewhere, by the name of the place. */
export type Places = Record<string, string | Buffer>

/** Where these words stand in clear, or as they are written into a header, an address or a JSON text. */
export function leaksIn(places: Places, words: string[]): string[] {
  const forms = words.flatMap((word) => {
    const bytes = Buffer.from(word)
    const written = [word, bytes.toString('hex'), encodeURIComponent(word), JSON.stringify(word)]
    return [...written, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')]
  })
  return Object.entries(places).flatMap(([place, found]) => {
    const text = typeof found === 'string' ? found : found.toString('latin1')
    return forms.filter((form) => text.includes(form)).map((form) => `${form} in ${place}`)
  })
}

/** Every file of the tests' data folder: the database and its journal, backups, logs, staging. */
export async function everyFile(): Promise<Places> {
  const files = await readdir(dataPath(), { recursive: true, withFileTypes: true })
  const read = files
    .filter((file) => file.isFile())
    .map(async ({ parentPath, name }) => [name, await readFile(`${parentPath}/${name}`)] as const)
  return Object.fromEntries(await Promise.all(read))
}

/** Every row of every table: in the file a long value is torn over its pages, and what is packed is unpacked. */
export async function everyRow(): Promise<Places> {
  const places: Places = {}
  for (const table of await db.connection().getAllTables()) {
    const rows = await db.from(table)
    const values = rows.flatMap((row) => Object.values(row)).map(readable)
    places[`table ${table}`] = values.join('\n')
  }
  return places
}

function readable(value: unknown) {
  if (!Buffer.isBuffer(value)) return String(value)
  try {
    return inflateSync(value).toString('latin1')
  } catch {
    return value.toString('latin1')
  }
}
