export interface FilmOptions {
  width?: number
  height?: number
  /** Seconds. */
  duration?: number
  /** Degrees the picture is turned clockwise for showing. */
  rotation?: 0 | 90 | 180 | 270
  /** Tags under names of your own, as ffmpeg writes them with use_metadata_tags. */
  tags?: Record<string, string>
  /** Apple's tags by their four letters, `©cmt` … */
  appleTags?: Record<string, string>
}

/** The header of an MP4: everything but pictures to play. */
export function mp4(options: FilmOptions = {}): Buffer {
  const movie = box(
    'moov',
    movieHeader(options),
    track(options),
    box('udta', itemList(options)),
    keyList(options)
  )
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isommp42', 'latin1')),
    movie,
    box('mdat', Buffer.alloc(64)),
  ])
}

export function box(type: string, ...bodies: Buffer[]): Buffer {
  const body = Buffer.concat(bodies)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const numbers = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeInt32BE(value | 0, index * 4))
  return bytes
}

function movieHeader({ duration = 2 }: FilmOptions): Buffer {
  const created = Date.UTC(2024, 0, 31, 10, 20, 30) / 1000 + 2_082_844_800
  return box('mvhd', numbers(0, created, created, 1000, duration * 1000), Buffer.alloc(80))
}

const one = 0x10000
const matrices = {
  0: [one, 0, 0, 0, one, 0, 0, 0, 0x40000000],
  90: [0, one, 0, -one, 0, 0, 0, 0, 0x40000000],
  180: [-one, 0, 0, 0, -one, 0, 0, 0, 0x40000000],
  270: [0, -one, 0, one, 0, 0, 0, 0, 0x40000000],
}

function track({ width = 64, height = 48, rotation = 0 }: FilmOptions): Buffer {
  const header = box(
    'tkhd',
    Buffer.alloc(40),
    numbers(...matrices[rotation], width * one, height * one)
  )
  const handler = box('hdlr', numbers(0, 0), Buffer.from('vide'), Buffer.alloc(13))
  const entry = Buffer.alloc(78)
  entry.writeUInt16BE(width, 24)
  entry.writeUInt16BE(height, 26)
  const table = box(
    'stbl',
    box('stsd', numbers(0, 1), box('avc1', entry)),
    box('stsz', numbers(0, 0, 30))
  )
  return box('trak', header, box('mdia', handler, box('minf', table)))
}

const data = (text: string) => box('data', numbers(1, 0), Buffer.from(text))
const metaHandler = box('hdlr', numbers(0, 0), Buffer.from('mdir'), Buffer.alloc(13))

function itemList({ appleTags = {} }: FilmOptions): Buffer {
  const items = Object.entries(appleTags).map(([name, text]) => box(name, data(text)))
  return box('meta', numbers(0), metaHandler, box('ilst', ...items))
}

function keyList({ tags = {} }: FilmOptions): Buffer {
  const names = Object.keys(tags)
  const keys = box(
    'keys',
    numbers(0, names.length),
    ...names.map((name) => box('mdta', Buffer.from(name)))
  )
  const items = Object.values(tags).map((text, index) =>
    Buffer.concat([numbered(index + 1, data(text))])
  )
  return box('meta', metaHandler, keys, box('ilst', ...items))
}

function numbered(index: number, body: Buffer): Buffer {
  return Buffer.concat([numbers(body.length + 8, index), body])
}

/** The header of a WebM, its tags behind an empty cluster. */
export function webm({
  width = 64,
  height = 48,
  duration = 2,
  tags = {},
}: FilmOptions = {}): Buffer {
  const length = Buffer.alloc(8)
  length.writeDoubleBE(duration * 1000)
  const info = element('1549a966', element('2ad7b1', integer(1_000_000)), element('4489', length))
  const video = element('e0', element('b0', integer(width)), element('ba', integer(height)))
  const tracks = element('1654ae6b', element('ae', element('83', integer(1)), video))
  const simple = Object.entries(tags).map(([name, text]) =>
    element('67c8', element('45a3', Buffer.from(name)), element('4487', Buffer.from(text)))
  )
  const segment = element(
    '18538067',
    info,
    tracks,
    element('1f43b675', Buffer.alloc(32)),
    element('1254c367', element('7373', ...simple))
  )
  return Buffer.concat([element('1a45dfa3', element('4282', Buffer.from('webm'))), segment])
}

function element(id: string, ...bodies: Buffer[]): Buffer {
  const body = Buffer.concat(bodies)
  const size = Buffer.alloc(8)
  size.writeUInt32BE(body.length, 4)
  size[0] = 1
  return Buffer.concat([Buffer.from(id, 'hex'), size, body])
}

const integer = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
