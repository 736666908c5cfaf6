import { gunzipSync, inflateSync, constants } from 'node:zlib'
import type { Chunk } from '#library/metadata/containers/container'
import type { FileToRead, Pixels } from '#library/metadata/file_metadata'

/**
 * Metadata hidden in the lowest bits of the pixels, column by column. After a
 * magic of 15 bytes comes the length in bits (32, big-endian), then the text,
 * gzipped where the magic ends in `comp`. Format: NovelAI
 * `novelai-image-metadata/nai_meta.py`, sd-webui-stealth-pnginfo.
 */
const channels = [
  {
    name: 'alpha',
    bits: (pixels: Pixels, index: number) => bitOfAlpha(pixels, index),
    magics: ['stealth_pnginfo', 'stealth_pngcomp'],
  },
  {
    name: 'rgb',
    bits: (pixels: Pixels, index: number) => bitOfColors(pixels, index),
    magics: ['stealth_rgbinfo', 'stealth_rgbcomp'],
  },
] as const

const magicBytes = 15
const mostBytes = 16 * 1024 * 1024

const offsetOf = ({ width, height }: Pixels, pixel: number) =>
  ((pixel % height) * width + Math.floor(pixel / height)) * 4
const bitOfAlpha = (pixels: Pixels, index: number) => pixels.data[offsetOf(pixels, index) + 3] & 1
const bitOfColors = (pixels: Pixels, index: number) =>
  pixels.data[offsetOf(pixels, Math.floor(index / 3)) + (index % 3)] & 1

/** The hidden text as a chunk, or undefined. Looks at 120 bits before it reads on. */
export function readStealth(pixels: Pixels): Chunk | undefined {
  for (const { name, bits, magics } of channels) {
    const room = pixels.width * pixels.height * (name === 'rgb' ? 3 : 1)
    if (room < (magicBytes + 4) * 8) continue
    const take = (from: number, count: number) =>
      takeBytes((index) => bits(pixels, index), from, count)
    const magic = take(0, magicBytes).toString('latin1')
    if (magic !== magics[0] && magic !== magics[1]) continue
    const length = Math.floor(take(magicBytes * 8, 4).readUInt32BE(0) / 8)
    const start = (magicBytes + 4) * 8
    if (length > mostBytes || start + length * 8 > room) return undefined
    const body = take(start, length)
    return {
      container: 'stealth',
      keyword: name,
      body: magic.endsWith('comp') ? gunzipSync(body, { maxOutputLength: mostBytes }) : body,
    }
  }
  return undefined
}

function takeBytes(bit: (index: number) => number, from: number, count: number): Buffer {
  const bytes = Buffer.alloc(count)
  for (let index = 0; index < count * 8; index++)
    bytes[index >> 3] |= bit(from + index) << (7 - (index & 7))
  return bytes
}

/**
 * Whether a PNG may hide metadata, told by inflating its first 8, then 64 rows: the
 * lowest bits of the first column must begin like the magic. PNG filters make
 * the first column depend on nothing but the row above. About 0.1 ms; one
 * random picture in 2^64 passes it for nothing; it then costs one decode.
 */
export function mayHideText(file: Buffer): boolean {
  if (file.length < 33) return false
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)]
  const [depth, colour, , , interlace] = file.subarray(24, 29)
  const pixel = colour === 6 ? 4 : colour === 2 ? 3 : 0
  if (depth !== 8 || interlace !== 0 || !pixel || width * height < 200) return false
  return [8, 64].every((rows) => mayBegin(file, width * pixel + 1, pixel, Math.min(rows, height)))
}

function mayBegin(file: Buffer, stride: number, pixel: number, rows: number): boolean {
  const column = firstColumn(firstRows(file, stride, rows), stride, pixel).slice(0, rows)
  if (column.length < rows) return false
  const alpha = pixel === 4 && begins(column.map((bytes) => [bytes[3]]))
  return alpha || begins(column.map((bytes) => [bytes[0], bytes[1], bytes[2]]))
}

const beginning = Buffer.from('stealth_')

function begins(column: number[][]): boolean {
  return column
    .flat()
    .slice(0, 64)
    .every((value, index) => (value & 1) === ((beginning[index >> 3] >> (7 - (index & 7))) & 1))
}

function firstRows(file: Buffer, stride: number, rows: number): Buffer {
  const wanted = stride * rows
  if (wanted > mostBytes) return Buffer.alloc(0)
  const packed: Buffer[] = []
  let length = 0
  for (let at = 8; at + 8 <= file.length && length < wanted;) {
    const size = file.readUInt32BE(at)
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') {
      packed.push(file.subarray(at + 8, at + 8 + Math.min(size, wanted - length)))
      length += packed.at(-1)!.length
    }
    at += 12 + size
  }
  return partlyInflated(Buffer.concat(packed), wanted)
}

/** What can be inflated of a stream that is cut off. */
function partlyInflated(packed: Buffer, wanted: number): Buffer {
  for (let share = 1024; ; share *= 4) {
    try {
      const part = packed.subarray(0, share)
      const rows = inflateSync(part, {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: mostBytes,
      })
      if (rows.length >= wanted || share >= packed.length) return rows
    } catch {
      return Buffer.alloc(0)
    }
  }
}

function firstColumn(rows: Buffer, stride: number, pixel: number): number[][] {
  const column: number[][] = []
  let above = [0, 0, 0, 0]
  for (let at = 0; at + stride <= rows.length; at += stride) {
    const filter = rows[at]
    const current = above.map((up, channel) => {
      const raw = channel < pixel ? rows[at + 1 + channel] : 0
      return (raw + (filter === 2 || filter === 4 ? up : filter === 3 ? up >> 1 : 0)) & 255
    })
    column.push(current)
    above = current
  }
  return column
}

/** Decodes with the caller's pixels or with sharp, which is loaded only now. */
export async function decodedPixels(file: FileToRead): Promise<Pixels> {
  if (file.pixels) return file.pixels()
  const { default: sharp } = await import('sharp')
  const { data, info } = await sharp(file.bytes ?? file.path, { limitInputPixels: 64_000_000 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
