import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { logsPath } from '#core/paths'

/** What several processes write lines into, each opening the file anew when another has put it aside. */
export interface LogFile {
  write(line: string): void
}

const limits = { bytes: 10 * 1024 * 1024, milliseconds: 1_000 }

/**
 * A log that becomes `….log.1` when it has grown beyond 10 MB, and the one before that goes. It is
 * looked at now, and then no more than once a second. A line that cannot be written is lost: nothing else fails of it.
 */
export function openLogFile(
  path = logsPath('atelier.log'),
  { bytes, milliseconds } = limits
): LogFile {
  let file: { descriptor: number; inode: number } | null = null
  let looked = -Infinity

  write('')
  return { write }

  function write(line: string) {
    try {
      const now = performance.now()
      if (now - looked >= milliseconds) {
        look()
        looked = now
      }
      writeSync((file ??= open(path)).descriptor, line)
    } catch {
      /** Such as on a full disk. */
    }
  }

  function look() {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found && found.size > bytes) renameSync(path, `${path}.1`)
    else if (found?.ino === file?.inode) return
    if (file) closeSync(file.descriptor)
    file = null
  }
}

function open(path: string) {
  mkdirSync(dirname(path), { recursive: true })
  const descriptor = openSync(path, 'a')
  return { descriptor, inode: statSync(path).ino }
}
