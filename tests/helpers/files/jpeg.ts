import sharp from 'sharp'

export interface JpegOptions {
  width?: number
  height?: number
  exif?: Buffer
  xmp?: string
  comment?: string
  /** keywords and caption of an IPTC block. */
  iptc?: { keywords?: string[]; caption?: string; title?: string; date?: string; time?: string }
  c2pa?: Buffer
}

/** A JPEG that decodes, with whatever metadata is asked for. */
export async function jpeg(options: JpegOptions = {}): Promise<Buffer> {
  const { width = 8, height = 8 } = options
  const plain = await sharp({ create: { width, height, channels: 3, background: '#808284' } })
    .jpeg()
    .toBuffer()
  return Buffer.concat([plain.subarray(0, 2), ...segments(options), plain.subarray(2)])
}

export function jpegSegment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

function segments({ exif, xmp, comment, iptc, c2pa }: JpegOptions): Buffer[] {
  const list: Buffer[] = []
  if (exif) list.push(jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif])))
  if (xmp) list.push(jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`)))
  if (c2pa) list.push(...jumbfSegments(c2pa))
  if (iptc) list.push(jpegSegment(0xed, photoshop(iptcBlock(iptc))))
  if (comment !== undefined) list.push(jpegSegment(0xfe, Buffer.from(comment)))
  return list
}

/** Cut so small that reassembling is part of every test; each part repeats the box header. */
function jumbfSegments(store: Buffer, size = 200): Buffer[] {
  const list: Buffer[] = []
  for (let at = 8, sequence = 1; at < store.length; at += size, sequence++) {
    const head = Buffer.alloc(8)
    head.write('JP', 0, 'latin1')
    head.writeUInt16BE(1, 2)
    head.writeUInt32BE(sequence, 4)
    list.push(
      jpegSegment(0xeb, Buffer.concat([head, store.subarray(0, 8), store.subarray(at, at + size)]))
    )
  }
  return list
}

function iptcBlock({
  keywords = [],
  caption,
  title,
  date,
  time,
}: NonNullable<JpegOptions['iptc']>): Buffer {
  const dataset = (number: number, value: string) => {
    const body = Buffer.from(value)
    return Buffer.concat([
      Buffer.from([0x1c, 2, number, body.length >> 8, body.length & 255]),
      body,
    ])
  }
  return Buffer.concat([
    ...(title ? [dataset(5, title)] : []),
    ...keywords.map((keyword) => dataset(25, keyword)),
    ...(date ? [dataset(55, date)] : []),
    ...(time ? [dataset(60, time)] : []),
    ...(caption ? [dataset(120, caption)] : []),
  ])
}

function photoshop(iptc: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(iptc.length)
  return Buffer.concat([
    Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1'),
    size,
    iptc,
    Buffer.alloc(iptc.length & 1),
  ])
}
