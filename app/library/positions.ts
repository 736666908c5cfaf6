import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** How many assets of one second have a place of their own. */
const perSecond = 2 ** 21

/**
 * The place in the feed for something captured at 'YYYY-MM-DD HH:MM:SS' (wall
 * clock): seconds since 1970 times 2^21, plus a running number within that
 * second. Choose it inside the transaction that writes it.
 */
export async function positionFor(
  trx: TransactionClientContract,
  capturedAt: string
): Promise<number> {
  const first = secondsOf(capturedAt) * perSecond
  const last = first + perSecond - 1
  const row = await trx
    .from('assets')
    .whereBetween('position', [first, last])
    .max('position as latest')
    .firstOrFail()
  if (row.latest === null) return first
  if (Number(row.latest) >= last) throw new Error(`No place left in the second ${capturedAt}`)
  return Number(row.latest) + 1
}

/** Wall clock read as if it were UTC, its year held within 1900–2100. */
function secondsOf(capturedAt: string) {
  const year = Math.min(2100, Math.max(1900, Number(capturedAt.slice(0, 4)) || 1970))
  const seconds = Math.floor(Date.parse(`${year}${capturedAt.slice(4).replace(' ', 'T')}Z`) / 1000)
  if (Number.isNaN(seconds)) throw new Error(`Not a date and time: ${capturedAt}`)
  return seconds
}
