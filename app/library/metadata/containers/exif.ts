import { decodeText } from '#library/metadata/decoding'

/** The tags of EXIF that anybody here asks for; sizes and pages matter for TIFF files. */
export interface Exif {
  width?: number
  height?: number
  pages: number
  alpha: boolean
  description?: string
  make?: string
  model?: string
  software?: string
  artist?: string
  copyright?: string
  orientation?: number
  dateTime?: string
  dateTimeOriginal?: string
  dateTimeDigitized?: string
  userComment?: string
  makerNote?: string
  documentName?: string
  title?: string
  comment?: string
  keywords?: string
  rating?: number
  location: boolean
  xmp?: Buffer
  iptc?: Buffer
}

interface Tiff {
  file: Buffer
  little: boolean
  seen: Set<number>
}

/**
 * Reads a TIFF structure: a whole TIFF file or the body of an EXIF block.
 * Answers undefined when it is none. Never follows an offset twice.
 * Formats: TIFF 6.0, CIPA DC-008 (Exif 3.0).
 */
export function readExif(file: Buffer): Exif | undefined {
  const order = file.toString('latin1', 0, 2)
  if (file.length < 8 || (order !== 'II' && order !== 'MM')) return undefined
  const tiff: Tiff = { file, little: order === 'II', seen: new Set() }
  const exif: Exif = { pages: 0, alpha: false, location: false }
  if (read16(tiff, 2) === 43) return readBigTiffAsEmpty(exif)
  let offset = read32(tiff, 4)
  while (offset && exif.pages < 1000) {
    const next = readDirectory(tiff, offset, exif, exif.pages === 0 ? main : {})
    if (next === undefined) break
    exif.pages++
    offset = next
  }
  return exif
}

function readBigTiffAsEmpty(exif: Exif) {
  exif.pages = 1
  return exif
}

const read16 = ({ file, little }: Tiff, at: number) =>
  at + 2 > file.length ? 0 : little ? file.readUInt16LE(at) : file.readUInt16BE(at)
const read32 = ({ file, little }: Tiff, at: number) =>
  at + 4 > file.length ? 0 : little ? file.readUInt32LE(at) : file.readUInt32BE(at)

interface Entry {
  type: number
  bytes: Buffer
  number: number
  text: string
}
type Readers = Record<number, (exif: Exif, entry: Entry, tiff: Tiff) => void>

const sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]

/** Reads one directory and answers the offset of the next; undefined for a place already read or outside. */
function readDirectory(tiff: Tiff, offset: number, exif: Exif, readers: Readers) {
  if (offset + 2 > tiff.file.length || tiff.seen.has(offset)) return undefined
  tiff.seen.add(offset)
  const count = Math.min(read16(tiff, offset), 2000)
  for (let index = 0; index < count; index++) {
    const at = offset + 2 + index * 12
    if (at + 12 > tiff.file.length) return undefined
    const read = readers[read16(tiff, at)]
    if (read) read(exif, readEntry(tiff, at), tiff)
  }
  return read32(tiff, offset + 2 + count * 12)
}

function readEntry(tiff: Tiff, at: number): Entry {
  const type = read16(tiff, at + 2)
  const length = (sizes[type] ?? 0) * read32(tiff, at + 4)
  const from = length <= 4 ? at + 8 : read32(tiff, at + 8)
  const bytes = tiff.file.subarray(from, Math.min(from + length, tiff.file.length))
  return {
    type,
    bytes,
    number:
      type === 4 || type === 9
        ? read32(tiff, from)
        : type === 3
          ? read16(tiff, from)
          : (bytes[0] ?? 0),
    get text() {
      return plain(bytes)
    },
  }
}

const plain = (bytes: Buffer) => decodeText(bytes).replace(/\0+$/, '')
const utf16 = ({ bytes }: Entry) => bytes.toString('utf16le').replace(/\0+$/, '')

const main: Readers = {
  0x0100: (exif, entry) => (exif.width = entry.number),
  0x0101: (exif, entry) => (exif.height = entry.number),
  0x010d: (exif, entry) => (exif.documentName = entry.text),
  0x010e: (exif, entry) => (exif.description = entry.text),
  0x010f: (exif, entry) => (exif.make = entry.text),
  0x0110: (exif, entry) => (exif.model = entry.text),
  0x0112: (exif, entry) => (exif.orientation = entry.number),
  0x0131: (exif, entry) => (exif.software = entry.text),
  0x0132: (exif, entry) => (exif.dateTime = entry.text),
  0x013b: (exif, entry) => (exif.artist = entry.text),
  0x0152: (exif) => (exif.alpha = true),
  0x02bc: (exif, entry) => (exif.xmp = entry.bytes),
  0x4746: (exif, entry) => (exif.rating = entry.number),
  0x8298: (exif, entry) => (exif.copyright = entry.text),
  0x83bb: (exif, entry) => (exif.iptc = entry.bytes),
  0x8769: (exif, entry, tiff) => void readDirectory(tiff, entry.number, exif, photo),
  0x8825: (exif, entry, tiff) => void readDirectory(tiff, entry.number, exif, location),
  0x9c9b: (exif, entry) => (exif.title = utf16(entry)),
  0x9c9c: (exif, entry) => (exif.comment = utf16(entry)),
  0x9c9e: (exif, entry) => (exif.keywords = utf16(entry)),
}

const photo: Readers = {
  0x9003: (exif, entry) => (exif.dateTimeOriginal = entry.text),
  0x9004: (exif, entry) => (exif.dateTimeDigitized = entry.text),
  0x927c: (exif, entry) => (exif.makerNote = entry.bytes.length < 200 ? entry.text : undefined),
  0x9286: (exif, entry, tiff) => (exif.userComment = userComment(entry.bytes, tiff.little)),
}

const location: Readers = {
  0x0002: (exif, entry) => (exif.location = entry.bytes.some((byte) => byte !== 0)),
}

/**
 * The first eight bytes name the character set. Under UNICODE the byte order
 * often contradicts the TIFF header, so the place of the zero bytes decides.
 */
export function userComment(bytes: Buffer, little: boolean): string {
  const charset = bytes.toString('latin1', 0, 8)
  const body = bytes.subarray(8)
  if (charset === 'UNICODE\0') return decodeUtf16(body, little)
  if (charset.startsWith('ASCII\0') || charset === '\0\0\0\0\0\0\0\0') return plain(body)
  return plain(bytes)
}

function decodeUtf16(body: Buffer, little: boolean): string {
  const even = body.subarray(0, body.length & ~1)
  let order = little
  const sample = Math.min(even.length, 512)
  let zeroFirst = 0
  let zeroSecond = 0
  for (let at = 0; at < sample; at += 2) {
    if (even[at] === 0 && even[at + 1] !== 0) zeroFirst++
    if (even[at + 1] === 0 && even[at] !== 0) zeroSecond++
  }
  if (zeroFirst !== zeroSecond) order = zeroSecond > zeroFirst
  else if (!zeroFirst && !even.includes(0) && isText(body)) return plain(body)
  const decoded = order ? even.toString('utf16le') : Buffer.from(even).swap16().toString('utf16le')
  return decoded.replace(/^\uFEFF/, '').replace(/\0+$/, '')
}

/** Some writers say UNICODE and then write UTF-8. */
const isText = (body: Buffer) => body.subarray(0, 8).every((byte) => byte > 31 || byte === 10)
