import { Refusal } from '#core/refusal'

/** Only sqlite3 comes along; who wants another database installs its driver. Throws a Refusal with the line to type. */
export function refuseUnlessInstalled(driver: string) {
  try {
    import.meta.resolve(driver)
  } catch {
    throw new Refusal(
      `DB_CLIENT=${driver} needs the package ${driver}: run \`npm install --no-save ${driver}\`, or remove the setting to use SQLite.`
    )
  }
}

interface PostgresConnection {
  setTypeParser(type: number, read: (text: string) => unknown): void
}

/** Postgres' driver gives bigints and sums as text; ours (ids, bytes, milliseconds) are all below 2^53. */
export function readNumbers(connection: PostgresConnection, done: (error?: Error) => void) {
  const [bigint, numeric] = [20, 1700]
  connection.setTypeParser(bigint, Number)
  connection.setTypeParser(numeric, Number)
  done()
}
