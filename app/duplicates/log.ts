import { chunksOf } from '#duplicates/groups/chunks'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { failpoint } from '#core/failpoints'
import { logsPath } from '#core/paths'
import { syncPath } from '#library/importing/staging'

/** One done thing, as a line of the log has it. */
export interface LogEntry {
  what: 'merge' | 'trash' | 'link' | 'move' | 'clear' | 'decide' | 'undo'
  /** Account number of whoever wanted it. */
  who: number | null
  change: string
  asset?: number
  sha256?: string
  /** Contents it was compared with or merged into. */
  others?: string[]
  from?: string
  to?: string
  result: string
}

/** Notes what is done, in the transaction that makes it so; `flushLog` takes it to its file. */
export async function log(trx: TransactionClientContract, entries: LogEntry[]) {
  if (!entries.length) return
  const now = DateTime.now()
  const rows = entries.map((entry) => ({
    day: now.toFormat('yyyyMMdd'),
    line: JSON.stringify({ when: now.toISO(), ...entry }),
  }))
  for (const some of chunksOf(rows)) await trx.table('duplicate_log_lines').multiInsert(some)
}

/**
 * Appends what was noted to `logs/duplicates-YYYYMMDD.jsonl`, each line once: the transaction
 * lets one process at a time do it, and what a crash left behind between file and
 * commit is found at the file's end and not written again.
 */
export async function flushLog() {
  const waiting = await db.from('duplicate_log_lines').first()
  if (!waiting) return
  await db.transaction(async (trx) => {
    const rows = await trx.from('duplicate_log_lines').orderBy('id').limit(1_000)
    const days = Map.groupBy(rows, ({ day }) => day as string)
    for (const [day, lines] of days)
      await append(
        day,
        lines.map(({ line }) => line as string)
      )
    await failpoint('log.after_append')
    const last = rows.at(-1)?.id ?? 0
    await trx.from('duplicate_log_lines').where('id', '<=', last).delete()
  })
  return flushLog()
}

async function append(day: string, lines: string[]) {
  await mkdir(logsPath(), { recursive: true })
  const file = await open(logsPath(`duplicates-${day}.jsonl`), constants.O_RDWR | constants.O_CREAT)
  try {
    const end = await wholeLines(file)
    const written = await writtenAlready(file, end, lines)
    const text = lines.slice(written).map((line) => `${line}\n`)
    await file.truncate(end)
    await file.write(text.join(''), end)
    await failpoint('log.after_write')
    await file.sync()
  } finally {
    await file.close()
  }
  await syncPath(logsPath())
}

const chunk = 64 * 1024

/** Where the last whole line ends; what follows was torn by a crash and is still in the database. */
async function wholeLines(file: FileHandle) {
  const { size } = await file.stat()
  for (let end = size; end > 0; end -= chunk) {
    const start = Math.max(0, end - chunk)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
    const at = buffer.subarray(0, bytesRead).lastIndexOf('\n')
    if (at >= 0) return start + at + 1
  }
  return 0
}

/** How many of these lines, from the first, the file already ends with. */
async function writtenAlready(file: FileHandle, end: number, lines: string[]) {
  const length = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  const start = Math.max(0, end - length)
  const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
  const tail = buffer.toString().split('\n').slice(0, -1)
  for (let count = Math.min(lines.length, tail.length); count > 0; count--) {
    if (lines.slice(0, count).every((line, at) => tail.at(at - count) === line)) return count
  }
  return 0
}
