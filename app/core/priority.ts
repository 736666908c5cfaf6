import { writeFileSync } from 'node:fs'
import { getPriority } from 'node:os'

/**
 * Linux shares the processor between sessions first, and being nice counts only within
 * one. A process that leads a session of its own tells the system that all of it is as
 * nice as itself; otherwise each decoder would take as much as the web process.
 */
export function makeSessionAsNice() {
  const nice = getPriority()
  if (nice <= 0) return
  try {
    writeFileSync('/proc/self/autogroup', String(nice))
  } catch {
    /** Not Linux, or switched off there. */
  }
}
