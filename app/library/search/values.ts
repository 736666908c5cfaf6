import { DateTime } from 'luxon'
import type { Operator, Value } from '#library/search/tree'

/** What lies between two ends; an end that is undefined is open. */
export interface Range<T> {
  from?: T
  to?: T
  /** Whether `from` itself is left out. */
  open?: boolean
  /** Whether `to` itself belongs to it. */
  closed: boolean
}

export type Keyword = 'none' | 'any'

/** `none` and `any` where they are not quoted. */
export function keyword({ text, quoted }: Value): Keyword | null {
  const word = text.toLowerCase()
  return !quoted && (word === 'none' || word === 'any') ? word : null
}

/**
 * A number, or `a..b`, `a..`, `..b`, seen through an operator. A number that is
 * measured rather than chosen (`approximate`) also takes in what rounds to it.
 */
export function numberRange(
  value: Value,
  operator: Operator,
  read: (text: string) => { number: number; step: number },
  approximate = false
): Range<number> {
  const span = bounds(value)
  if (span) {
    const range = {
      from: span.from === '' ? undefined : read(span.from).number,
      to: span.to === '' ? undefined : read(span.to).number,
      closed: true,
    }
    if (range.from !== undefined && range.to !== undefined && range.from > range.to) {
      throw new Error(`${span.from} is more than ${span.to}.`)
    }
    return range
  }
  const { number, step } = read(value.text)
  if (operator === '>' || operator === '>=')
    return { from: number, closed: true, open: operator === '>' }
  if (operator === '<' || operator === '<=') return { to: number, closed: operator === '<=' }
  if (!approximate) return { from: number, to: number, closed: true }
  return { from: number - step / 2, to: number + step / 2, closed: false }
}

/** The two ends of `a..b`, or null where it is no range. */
export function bounds({ text, quoted }: Value) {
  const match = quoted ? null : /^(.*?)\.\.(.*)$/.exec(text)
  return match && (match[1] || match[2]) ? { from: match[1], to: match[2] } : null
}

export function readNumber(text: string, units: Record<string, number> = {}) {
  const match = /^(-?\d{1,15}(?:\.\d{1,9})?)\s*([a-z]*)$/i.exec(text)
  const unit = match?.[2].toLowerCase() ?? ''
  if (!match || (unit && !Object.hasOwn(units, unit)))
    throw new Error(`“${text}” is not a number${unitList(units)}.`)
  const factor = unit ? units[unit] : 1
  const decimals = match[1].split('.')[1]?.length ?? 0
  return { number: Number(match[1]) * factor, step: factor / 10 ** decimals }
}

function unitList(units: Record<string, number>) {
  const names = Object.keys(units)
  return names.length ? ` with ${names.join(', ')} after it` : ''
}

/** `7d`, `today`, `yesterday`, `2026`, `2026-03`, `2026-03-05`, as the local time it spans. */
export function readDate(text: string, now = DateTime.local()): { from: DateTime; to: DateTime } {
  const word = text.toLowerCase()
  const today = now.startOf('day')
  const tomorrow = today.plus({ days: 1 })
  if (word === 'today') return { from: today, to: tomorrow }
  if (word === 'yesterday') return { from: today.minus({ days: 1 }), to: today }
  const ago = /^(\d{1,4})([hdwmy])$/.exec(word)
  if (ago) return { from: since(now, Number(ago[1]), ago[2]), to: tomorrow }
  const format = [/^\d{4}$/, /^\d{4}-\d{2}$/, /^\d{4}-\d{2}-\d{2}$/].findIndex((each) =>
    each.test(word)
  )
  const from = format < 0 ? null : DateTime.fromISO(word)
  if (!from?.isValid) {
    throw new Error(
      `“${text}” is not a date: write 2026, 2026-03, 2026-03-05, today, yesterday or 7d.`
    )
  }
  return { from, to: from.plus({ [['years', 'months', 'days'][format]]: 1 }) }
}

/** The span of time that a value and an operator mean: from (included) to (excluded). */
export function dateRange(value: Value, operator: Operator): Range<DateTime> {
  const span = bounds(value)
  if (span) {
    const from = span.from ? readDate(span.from).from : undefined
    const to = span.to ? readDate(span.to).to : undefined
    if (from && to && from >= to) throw new Error(`${span.from} is later than ${span.to}.`)
    return { from, to, closed: false }
  }
  const { from, to } = readDate(value.text)
  const ago = /^\d+[hdwmy]$/i.test(value.text)
  if (operator === '>' && !ago) return { from: to, closed: false }
  if (operator === '>' || operator === '>=') return { from, closed: false }
  if (operator === '<') return { to: from, closed: false }
  if (operator === '<=') return { to, closed: false }
  return { from, to, closed: false }
}

function since(now: DateTime, count: number, unit: string) {
  if (unit === 'h') return now.minus({ hours: count })
  const units = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as Record<string, string>
  const from = now.startOf('day').minus({ [units[unit]]: count })
  return unit === 'd' ? from.plus({ days: 1 }) : from
}
