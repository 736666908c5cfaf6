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
