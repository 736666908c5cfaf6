/** A box of the ISO base media file format (ISO 14496-12), whose header is gone. */
export interface Box {
  type: string
  body: Buffer
}

/** The boxes that lie one after another in a buffer; stops where the sizes make no sense. */
export function* boxes(file: Buffer, from = 0): Generator<Box> {
  for (let at = from, count = 0; at + 8 <= file.length && count < 100_000; count++) {
    const size = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const header = size === 1 ? 16 : 8
    if (size === 1 && at + 16 > file.length) return
    const length = size === 1 ? Number(file.readBigUInt64BE(at + 8)) : size || file.length - at
    if (length < header) return
    yield { type, body: file.subarray(at + header, Math.min(at + length, file.length)) }
    at += length
  }
}

export function box(file: Buffer, type: string, from = 0): Buffer | undefined {
  for (const candidate of boxes(file, from)) if (candidate.type === type) return candidate.body
  return undefined
}
