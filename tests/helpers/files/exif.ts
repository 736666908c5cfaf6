/** What an EXIF block may say; every field is left out when not given. */
export interface ExifOptions {
  description?: string
  make?: string
  model?: string
  software?: string
  artist?: string
  orientation?: number
  /** `2024:01:31 10:20:30` */
  dateTimeOriginal?: string
  userComment?: string
  /** How the comment is written: with UNICODE in either byte order, ASCII, or nothing before UTF-8. */
  charset?: 'utf16le' | 'utf16be' | 'ascii' | 'none'
  makerNote?: string
  location?: boolean
  rating?: number
  /** Byte order of the block. */
  bigEndian?: boolean
}

type Entry = [tag: number, type: number, count: number, value: Buffer]

/** An EXIF block as it lies in a PNG eXIf chunk; JPEG and WebP writers wrap it themselves. */
export function exif(options: ExifOptions): Buffer {
  const big = options.bigEndian ?? false
  const main: Entry[] = []
  const photo: Entry[] = []
  const ascii = (list: Entry[], tag: number, value?: string) => {
    const bytes = Buffer.from(`${value}\0`)
    if (value !== undefined) list.push([tag, 2, bytes.length, bytes])
  }
  const short = (list: Entry[], tag: number, value?: number) => {
    if (value !== undefined) list.push([tag, 3, 1, number(value, 2, big)])
  }
  ascii(main, 0x010e, options.description)
  ascii(main, 0x010f, options.make)
  ascii(main, 0x0110, options.model)
  short(main, 0x0112, options.orientation)
  ascii(main, 0x0131, options.software)
  ascii(main, 0x013b, options.artist)
  short(main, 0x4746, options.rating)
  ascii(photo, 0x9003, options.dateTimeOriginal)
  ascii(photo, 0x927c, options.makerNote)
  if (options.userComment !== undefined) {
    const bytes = commentBytes(options.userComment, options.charset ?? 'utf16be')
    photo.push([0x9286, 7, bytes.length, bytes])
  }
  const place: Entry[] = options.location ? [[0x0002, 5, 3, Buffer.alloc(24, 1)]] : []
  return write(main, photo, place, big)
}

function commentBytes(comment: string, charset: NonNullable<ExifOptions['charset']>): Buffer {
  const little = Buffer.from(comment, 'utf16le')
  if (charset === 'utf16le') return Buffer.concat([Buffer.from('UNICODE\0'), little])
  if (charset === 'utf16be') return Buffer.concat([Buffer.from('UNICODE\0'), little.swap16()])
  if (charset === 'ascii') return Buffer.concat([Buffer.from('ASCII\0\0\0'), Buffer.from(comment)])
  return Buffer.from(comment)
}

function number(value: number, length: 2 | 4, big: boolean): Buffer {
  const bytes = Buffer.alloc(length)
  if (big) bytes.writeUIntBE(value, 0, length)
  else bytes.writeUIntLE(value, 0, length)
  return bytes
}

function write(main: Entry[], photo: Entry[], place: Entry[], big: boolean): Buffer {
  const sizeOf = (entries: Entry[]) =>
    entries.length
      ? 6 +
        entries.length * 12 +
        entries.reduce((sum, [, , , value]) => sum + (value.length > 4 ? value.length : 0), 0)
      : 0
  const links = (photo.length ? 1 : 0) + (place.length ? 1 : 0)
  const photoAt =
    8 + 6 + (main.length + links) * 12 + (sizeOf(main) - (main.length ? 6 + main.length * 12 : 0))
  if (photo.length) main.push([0x8769, 4, 1, number(photoAt, 4, big)])
  if (place.length) main.push([0x8825, 4, 1, number(photoAt + sizeOf(photo), 4, big)])
  const head = Buffer.concat([
    Buffer.from(big ? 'MM' : 'II'),
    number(42, 2, big),
    number(8, 4, big),
  ])
  return Buffer.concat([
    head,
    directory(main, 8, big),
    photo.length ? directory(photo, photoAt, big) : Buffer.alloc(0),
    place.length ? directory(place, photoAt + sizeOf(photo), big) : Buffer.alloc(0),
  ])
}

function directory(entries: Entry[], at: number, big: boolean): Buffer {
  let free = at + 6 + entries.length * 12
  const rows: Buffer[] = [number(entries.length, 2, big)]
  const values: Buffer[] = []
  for (const [tag, type, count, value] of entries) {
    rows.push(number(tag, 2, big), number(type, 2, big), number(count, 4, big))
    if (value.length <= 4) rows.push(Buffer.concat([value, Buffer.alloc(4)]).subarray(0, 4))
    else {
      rows.push(number(free, 4, big))
      values.push(value)
      free += value.length
    }
  }
  return Buffer.concat([...rows, number(0, 4, big), ...values])
}
