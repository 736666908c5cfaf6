import { inflateSync } from 'node:zlib'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** UTF-8 where the bytes are valid UTF-8, else Latin-1: many tools write UTF-8 where the format says Latin-1. */
export function decodeText(body: Uint8Array): string {
  try {
    return utf8.decode(body)
  } catch {
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')
  }
}

/** Inflates at most `limit` bytes. Throws on damaged data and on bombs. */
export function inflate(body: Uint8Array, limit = 64 * 1024 * 1024): Buffer {
  return inflateSync(body, { maxOutputLength: limit })
}

const deepest = 200

/**
 * JSON as generators write it: a byte order mark, NULs at the end, NaN and
 * Infinity (they become null) and integers beyond 2^53 (they become text).
 * Answers undefined for anything else, and for nesting deeper than 200.
 */
export function parseJson(source: string): unknown {
  const trimmed = withoutPadding(source)
  if (trimmed[0] !== '{' && trimmed[0] !== '[') return undefined
  const prepared = needsTaming(trimmed) ? tamed(trimmed) : trimmed
  if (prepared === undefined) return undefined
  try {
    return JSON.parse(prepared)
  } catch {
    return undefined
  }
}

function withoutPadding(source: string): string {
  let end = source.length
  while (end > 0 && source.charCodeAt(end - 1) === 0) end--
  return source.slice(0, end).trim()
}

/** A cheap look: brackets inside texts are counted too, which only costs a closer look. */
function needsTaming(source: string): boolean {
  if (/\d{16}|NaN|Infinity/.test(source)) return true
  let depth = 0
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at)
    if (code === 0x7b || code === 0x5b) depth++
    else if (code === 0x7d || code === 0x5d) depth--
    if (depth > deepest) return true
  }
  return false
}

const bare = /[{}[\]"]|NaN|-?Infinity|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g

function tamed(source: string): string | undefined {
  let depth = 0
  let kept = 0
  const parts: string[] = []
  bare.lastIndex = 0
  for (let match = bare.exec(source); match; match = bare.exec(source)) {
    const found = match[0]
    if (found === '"') {
      bare.lastIndex = stringEnd(source, match.index + 1)
    } else if (found === '{' || found === '[') {
      if (++depth > deepest) return undefined
    } else if (found === '}' || found === ']') {
      depth--
    } else {
      parts.push(source.slice(kept, match.index), /\d/.test(found) ? `"${found}"` : 'null')
      kept = match.index + found.length
    }
  }
  return kept ? parts.join('') + source.slice(kept) : source
}

/** The index after the closing quote of a JSON string whose content begins at `from`. */
export function stringEnd(source: string, from: number): number {
  for (let at = from; ; at++) {
    const quote = source.indexOf('"', at)
    if (quote < 0) return source.length
    let slashes = 0
    while (source[quote - 1 - slashes] === '\\' && quote - 1 - slashes >= from) slashes++
    if (slashes % 2 === 0) return quote + 1
    at = quote
  }
}

/** The balanced `{…}` or `[…]` that begins at `from`, quotes respected; undefined when it never closes. */
export function balanced(source: string, from: number): string | undefined {
  let depth = 0
  const brackets = /[{}[\]"]/g
  brackets.lastIndex = from
  for (let match = brackets.exec(source); match; match = brackets.exec(source)) {
    if (match[0] === '"') brackets.lastIndex = stringEnd(source, match.index + 1)
    else if (match[0] === '{' || match[0] === '[') depth++
    else if (--depth === 0) return source.slice(from, match.index + 1)
  }
  return undefined
}
