import sharp from 'sharp'

export interface WebpOptions {
  width?: number
  height?: number
  exif?: Buffer
  xmp?: string
  c2pa?: Buffer
  /** Raw RGBA pixels, kept bit by bit (lossless). */
  pixels?: Uint8Array
}

/** A WebP that decodes, in the extended layout when it carries metadata. */
export async function webp(options: WebpOptions = {}): Promise<Buffer> {
  const { width = 8, height = 8, exif, xmp, c2pa, pixels } = options
  const picture = pixels
    ? sharp(pixels, { raw: { width, height, channels: 4 } }).webp({ lossless: true, exact: true })
    : sharp({ create: { width, height, channels: 3, background: '#808284' } }).webp()
  const file = await picture.toBuffer()
  const plain = file.subarray(12)
  if (!exif && !xmp && !c2pa) return riff(plain)
  const header = Buffer.alloc(10)
  header[0] = (exif ? 8 : 0) | (xmp ? 4 : 0) | (pixels ? 16 : 0)
  header.writeUIntLE(width - 1, 4, 3)
  header.writeUIntLE(height - 1, 7, 3)
  const image = plain.toString('latin1', 0, 4) === 'VP8X' ? plain.subarray(18) : plain
  return riff(
    chunk('VP8X', header),
    image,
    exif && chunk('EXIF', exif),
    xmp && chunk('XMP ', Buffer.from(xmp)),
    c2pa && chunk('C2PA', c2pa)
  )
}

function riff(...chunks: (Buffer | string | undefined)[]): Buffer {
  const body = Buffer.concat(chunks.filter((part): part is Buffer => Buffer.isBuffer(part)))
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length & 1)])
}
