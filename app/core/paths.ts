import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import library from '#config/library'
import { Refusal } from '#core/refusal'

/** Absolute path below the data folder. */
export function dataPath(...parts: string[]) {
  return join(library.dataDir, ...parts)
}

/** The rooms of the data folder. `staging` lies on the same filesystem as `originals`, so that placing a file is a link. */
export const originalsPath = (...parts: string[]) => dataPath('originals', ...parts)
export const derivativesPath = (...parts: string[]) => dataPath('derivatives', ...parts)
export const stagingPath = (...parts: string[]) => dataPath('staging', ...parts)
export const logsPath = (...parts: string[]) => dataPath('logs', ...parts)
export const backupsPath = (...parts: string[]) => dataPath('backups', ...parts)

/** The trash may lie elsewhere, on another disk too. */
export const trashPath = (...parts: string[]) => join(library.trashDir, ...parts)

/** Makes the data folder and those in it that are missing. Throws a Refusal where it cannot be written. */
export function createDataFolders() {
  try {
    for (const folder of ['originals', 'derivatives', 'staging', 'logs', 'backups']) {
      makeFolder(dataPath(folder))
    }
    makeFolder(trashPath())
    const probe = stagingPath(`.writable-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new Refusal(
      `The data folder ${library.dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}): ` +
        'give this user the right to, or set DATA_DIR in .env to another folder.',
      { cause: error }
    )
  }
}

/** Node's own recursive mkdir never ends below /proc, where a parent is there and yet cannot hold anything. */
function makeFolder(path: string) {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}
