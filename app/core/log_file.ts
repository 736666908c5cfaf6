import { renameSync, statSync } from 'node:fs'
import { logsPath } from '#core/paths'

const largest = 10 * 1024 * 1024

/** Path of the log. At the start of a process one of more than 10 MB becomes `atelier.log.1`, and the one before that goes. */
export function logFile() {
  const path = logsPath('atelier.log')
  try {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (size > largest) renameSync(path, `${path}.1`)
  } catch {
    /** A log that cannot be moved is written on. */
  }
  return path
}
