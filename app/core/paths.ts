import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import library from '#config/library'

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

/** Makes the folders that are missing. Throws where the data folder cannot be written. */
export function createDataFolders() {
  for (const folder of ['originals', 'derivatives', 'staging', 'logs', 'backups']) {
    mkdirSync(dataPath(folder), { recursive: true })
  }
}
