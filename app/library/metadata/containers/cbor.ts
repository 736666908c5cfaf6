const deepest = 32
const mostItems = 20_000

/**
 * Decodes one CBOR item; tags are dropped, byte strings stay bytes. Throws on
 * damaged data and on nesting deeper than 32. Format: RFC 8949.
 */
export function readCbor(body: Buffer): unknown {
  return item({ body, at: 0, items: 0 }, 0)
}

interface Reader {
  body: Buffer
  at: number
  items: number
}

const ended = Symbol('end of an indefinite item')

function item(reader: Reader, depth: number): unknown {
  if (depth > deepest || reader.items++ > mostItems) throw new Error('too deep or too much')
  const first = reader.body.readUInt8(reader.at++)
  const major = first >> 5
  const info = first & 31
  if (first === 0xff) return ended
  if (major === 7) return simple(reader, info)
  const value = info === 31 ? Number.POSITIVE_INFINITY : argument(reader, info)
  if (major === 0) return value
  if (major === 1) return -1 - value
  if (major === 2 || major === 3) return bytes(reader, major, value, depth)
  if (major === 4) return many(reader, value, depth)
  if (major === 5) return map(reader, value, depth)
  return item(reader, depth + 1)
}

function argument(reader: Reader, info: number): number {
  if (info < 24) return info
  const length = [1, 2, 4, 8][info - 24]
  if (!length) throw new Error('reserved')
  const from = reader.at
  reader.at += length
  return length === 8
    ? Number(reader.body.readBigUInt64BE(from))
    : reader.body.readUIntBE(from, length)
}

function simple(reader: Reader, info: number): unknown {
  if (info === 20) return false
  if (info === 21) return true
  if (info === 26) return reader.body.readFloatBE((reader.at += 4) - 4)
  if (info === 27) return reader.body.readDoubleBE((reader.at += 8) - 8)
  if (info === 25) reader.at += 2
  else if (info === 24) reader.at += 1
  return null
}

function bytes(reader: Reader, major: number, length: number, depth: number): unknown {
  if (length === Number.POSITIVE_INFINITY) {
    const parts = many(reader, length, depth)
    return major === 3
      ? parts.join('')
      : Buffer.concat(parts.filter((part) => Buffer.isBuffer(part)))
  }
  if (reader.at + length > reader.body.length) throw new Error('cut off')
  const part = reader.body.subarray(reader.at, reader.at + length)
  reader.at += length
  return major === 3 ? part.toString('utf8') : part
}

function many(reader: Reader, count: number, depth: number): unknown[] {
  const list: unknown[] = []
  while (list.length < count) {
    const value = item(reader, depth + 1)
    if (value === ended) break
    list.push(value)
  }
  return list
}

function map(reader: Reader, count: number, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null)
  for (let index = 0; index < count; index++) {
    const key = item(reader, depth + 1)
    if (key === ended) break
    object[String(key)] = item(reader, depth + 1)
  }
  return { ...object }
}
