import { crc32, deflateSync } from 'node:zlib'

export interface PngOptions {
  width?: number
  height?: number
  /** One pixel for all, [red, green, blue] or with alpha. Default: a mild grey. */
  color?: number[]
  /** Raw pixels instead, RGBA. */
  pixels?: Uint8Array
  /** keyword → text, as tEXt (UTF-8 bytes, as most generators write them). */
  text?: Record<string, string>
  /** keyword → text, as iTXt; `compressed` deflates it. */
  international?: Record<string, string>
  compressed?: boolean
  /** keyword → text, as zTXt. */
  deflated?: Record<string, string>
  exif?: Buffer
  xmp?: string
  c2pa?: Buffer
  /** Put the metadata behind the pixels. */
  after?: boolean
}

/** A PNG that decodes, with whatever metadata is asked for. */
export function png(options: PngOptions = {}): Buffer {
  const { width = 8, height = 8 } = options
  const alpha = options.pixels !== undefined || options.color?.length === 4
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, alpha ? 6 : 2, 0, 0, 0], 8)
  const pixels = pngChunk('IDAT', deflateSync(scanlines(options, width, height, alpha ? 4 : 3)))
  const metadata = metadataChunks(options)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...(options.after ? [pixels, ...metadata] : [...metadata, pixels]),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** Any chunk with its length and checksum. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const name = Buffer.from(type, 'latin1')
  const length = Buffer.alloc(4)
  const checksum = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  checksum.writeUInt32BE(crc32(Buffer.concat([name, body])))
  return Buffer.concat([length, name, body, checksum])
}

function metadataChunks(options: PngOptions): Buffer[] {
  const chunks: Buffer[] = []
  for (const [keyword, text] of Object.entries(options.text ?? {})) {
    chunks.push(pngChunk('tEXt', Buffer.from(`${keyword}\0${text}`)))
  }
  for (const [keyword, text] of Object.entries(options.deflated ?? {})) {
    chunks.push(pngChunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`), deflateSync(text)])))
  }
  const international = {
    ...options.international,
    ...(options.xmp ? { 'XML:com.adobe.xmp': options.xmp } : {}),
  }
  for (const [keyword, text] of Object.entries(international)) {
    const flag = options.compressed ? '\u0001' : '\0'
    const body = options.compressed ? deflateSync(text) : Buffer.from(text)
    chunks.push(pngChunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0${flag}\0\0\0`), body])))
  }
  if (options.exif) chunks.push(pngChunk('eXIf', options.exif))
  if (options.c2pa) chunks.push(pngChunk('caBX', options.c2pa))
  return chunks
}

function scanlines(
  { pixels, color = [128, 130, 132] }: PngOptions,
  width: number,
  height: number,
  channels: number
): Buffer {
  const stride = width * channels + 1
  const lines = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    for (let at = 0; at < width * channels; at++) {
      lines[y * stride + 1 + at] = pixels ? pixels[y * width * channels + at] : color[at % channels]
    }
  }
  return lines
}
