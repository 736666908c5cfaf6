import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackages } from './system_packages.js'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** Path of this machine's Chromium: CHROMIUM_PATH, or the first on PATH; undefined where there is none. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const folders = (process.env.PATH || '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

/** Makes sure that there is a Chromium, from the system's packages where none is found. */
export function ensureChromium() {
  if (findChromium()) return
  installPackages(['chromium'], 'The browser tests need Chromium, and none was found')
  if (!findChromium())
    throw new Error('Chromium is installed, but not found: set CHROMIUM_PATH to it.')
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
