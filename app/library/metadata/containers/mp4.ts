import { emptyContainer, type Container } from '#library/metadata/containers/container'
import { readItems, readUserData } from '#library/metadata/containers/mp4_tags'
import type { Source } from '#library/metadata/containers/source'

/** A box whose body is still in the file. */
interface Place {
  type: string
  from: number
  length: number
}

const largestBox = 32 * 1024 * 1024

/**
 * Size, length, rotation and tags of MP4, MOV and M4V. Reads box headers and
 * the few boxes it needs, never the pictures. Formats: ISO 14496-12, QuickTime
 * File Format (`udta`, `meta` with `keys` and `ilst`).
 */
export async function readMp4(source: Source): Promise<Container> {
  const mp4 = emptyContainer()
  const film = await find(source, 0, source.size, 'moov')
  if (!film)
    return { ...mp4, warnings: ['The film has no index (moov); it is cut off or damaged.'] }
  let tracks = 0
  for await (const place of places(source, film.from, film.from + film.length)) {
    if (place.type === 'mvhd') readHeader(mp4, await body(source, place))
    else if (place.type === 'trak' && tracks++ < 64) await readTrack(mp4, source, place)
    else if (place.type === 'udta') mp4.chunks.push(...readUserData(await body(source, place)))
    else if (place.type === 'meta') mp4.chunks.push(...readItems(await body(source, place)))
  }
  if (mp4.width) mp4.kind = 'video'
  await readTopLevel(mp4, source)
  return mp4
}

const xmpUuid = 'be7acfcb97a942e89c71999491e3afac'
const c2paUuid = 'd8fec3d61b0e483c92975828877ec481'

async function readTopLevel(mp4: Container, source: Source) {
  for await (const place of places(source, 0, source.size)) {
    if (place.type === 'meta') mp4.chunks.push(...readItems(await body(source, place)))
    if (place.type !== 'uuid') continue
    const box = await body(source, place)
    const uuid = box.toString('hex', 0, 16)
    if (uuid === xmpUuid)
      mp4.chunks.push({ container: 'xmp', keyword: 'xmp', body: box.subarray(16) })
    if (uuid === c2paUuid) {
      mp4.chunks.push({
        container: 'c2pa',
        keyword: 'c2pa',
        body: box.subarray(box.indexOf(0, 20) + 9),
      })
    }
  }
}

async function* places(source: Source, from: number, end: number): AsyncGenerator<Place> {
  for (let at = from, count = 0; at + 8 <= end && count < 10_000; count++) {
    const header = await source.read(at, 16)
    if (header.length < 8) return
    const size = header.readUInt32BE(0)
    const long = size === 1
    if (long && header.length < 16) return
    const length = long ? Number(header.readBigUInt64BE(8)) : size || end - at
    const skip = long ? 16 : 8
    if (length < skip) return
    yield {
      type: header.toString('latin1', 4, 8),
      from: at + skip,
      length: Math.min(length, end - at) - skip,
    }
    at += length
  }
}

async function find(source: Source, from: number, end: number, type: string) {
  for await (const place of places(source, from, end)) if (place.type === type) return place
  return undefined
}

async function findPath(source: Source, place: Place | undefined, ...types: string[]) {
  let found = place
  for (const type of types)
    found = found && (await find(source, found.from, found.from + found.length, type))
  return found
}

const body = (source: Source, { from, length }: Place, most = largestBox) =>
  source.read(from, Math.min(length, most))

const since1904 = 2_082_844_800

function readHeader(mp4: Container, mvhd: Buffer) {
  const wide = mvhd[0] === 1
  if (mvhd.length < (wide ? 32 : 20)) return
  const created = wide ? Number(mvhd.readBigUInt64BE(4)) : mvhd.readUInt32BE(4)
  const scale = mvhd.readUInt32BE(wide ? 20 : 12)
  const length = wide ? Number(mvhd.readBigUInt64BE(24)) : mvhd.readUInt32BE(16)
  if (scale && length && length !== 0xffffffff) mp4.duration = length / scale
  const seconds = created - since1904
  if (seconds > 0 && seconds < 4e9)
    mp4.capturedAt = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

async function readTrack(mp4: Container, source: Source, track: Place) {
  const handler = await findPath(source, track, 'mdia', 'hdlr')
  const type = handler && (await body(source, handler, 12))
  const kind = type?.toString('latin1', 8, 12)
  if (kind === 'soun') mp4.kind ??= 'audio'
  if (kind !== 'vide' || mp4.width) return
  const table = await findPath(source, track, 'mdia', 'minf', 'stbl')
  const entry = await findPath(source, table, 'stsd')
  const description = entry && (await body(source, entry, 64))
  if (description && description.length >= 44) {
    mp4.width = description.readUInt16BE(40)
    mp4.height = description.readUInt16BE(42)
  }
  const sizes = await findPath(source, table, 'stsz')
  const counts = sizes && (await body(source, sizes, 12))
  if (counts && counts.length >= 12) mp4.frames = counts.readUInt32BE(8) || undefined
  const header = await findPath(source, track, 'tkhd')
  if (header) readTrackHeader(mp4, await body(source, header, 104))
}

/** The matrix turns the picture; said as the EXIF number. */
function readTrackHeader(mp4: Container, tkhd: Buffer) {
  const at = tkhd[0] === 1 ? 52 : 40
  if (tkhd.length < at + 44) return
  mp4.width ||= tkhd.readUInt32BE(at + 36) >>> 16
  mp4.height ||= tkhd.readUInt32BE(at + 40) >>> 16
  const [a, b, c, d] = [0, 4, 12, 16].map((offset) => Math.sign(tkhd.readInt32BE(at + offset)))
  const turned = new Map([
    ['0,1,-1,0', 6],
    ['-1,0,0,-1', 3],
    ['0,-1,1,0', 8],
  ]).get([a, b, c, d].join())
  if (turned) mp4.orientation = turned
}
