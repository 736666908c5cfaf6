import { emptyContainer, type Container } from '#library/metadata/containers/container'
import type { Source } from '#library/metadata/containers/source'

const ids = {
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  date: 0x4461,
  title: 0x7ba9,
  tracks: 0x1654ae6b,
  entry: 0xae,
  type: 0x83,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cluster: 0x1f43b675,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  name: 0x45a3,
  string: 0x4487,
} as const

interface Element {
  id: number
  from: number
  length: number
}

const largestElement = 32 * 1024 * 1024

/**
 * Size, length and tags of Matroska and WebM. Skips clusters; tags that lie
 * after them are found through the seek head. Format: RFC 9559.
 */
export async function readMatroska(source: Source): Promise<Container> {
  const film: Film = { ...emptyContainer(), scale: 1e6, done: new Set(), elsewhere: new Map() }
  let segment: Element | undefined
  for await (const element of elements(source, 0, source.size)) {
    if (element.id !== ids.segment) continue
    segment = element
    break
  }
  if (!segment)
    return { ...emptyContainer(), warnings: ['The film has no segment; it is cut off or damaged.'] }
  let clusters = 0
  for await (const element of elements(source, segment.from, segment.from + segment.length)) {
    await readElement(film, source, element)
    if (element.id === ids.cluster && (film.elsewhere.has(ids.tags) || clusters++ > 2000)) break
  }
  for (const [id, position] of film.elsewhere) {
    if (film.done.has(id)) continue
    const element = await header(source, segment.from + position, source.size)
    if (element?.id === id) await readElement(film, source, element)
  }
  const { scale, done, elsewhere, ...container } = film
  return container
}

type Film = Container & { scale: number; done: Set<number>; elsewhere: Map<number, number> }

async function readElement(film: Film, source: Source, element: Element) {
  const read = readers.get(element.id)
  if (!read || film.done.has(element.id)) return
  if (element.id !== ids.seekHead) film.done.add(element.id)
  read(film, await source.read(element.from, Math.min(element.length, largestElement)))
}

async function* elements(source: Source, from: number, end: number): AsyncGenerator<Element> {
  for (let at = from, count = 0; at < end && count < 20_000; count++) {
    const element = await header(source, at, end)
    if (!element) return
    yield element
    at = element.from + element.length
  }
}

async function header(source: Source, at: number, end: number): Promise<Element | undefined> {
  return parseHeader(await source.read(at, 12), 0, at, end)
}

/** Identifier and size are numbers whose leading zeros tell their length; all ones mean "until the end". */
function parseHeader(head: Buffer, offset: number, at: number, end: number): Element | undefined {
  const idLength = Math.clz32(head[offset] ?? 0) - 23
  const sizeAt = offset + idLength
  const sizeLength = Math.clz32(head[sizeAt] ?? 0) - 23
  if (idLength > 4 || sizeLength > 8 || sizeAt + sizeLength > head.length) return undefined
  const id = head.readUIntBE(offset, idLength)
  let size = head[sizeAt] & ((1 << (8 - sizeLength)) - 1)
  let unknown = size === (1 << (8 - sizeLength)) - 1
  for (let index = 1; index < sizeLength; index++) {
    size = size * 256 + head[sizeAt + index]
    unknown &&= head[sizeAt + index] === 255
  }
  const from = at + idLength + sizeLength
  return {
    id,
    from,
    length: unknown ? Math.max(0, end - from) : Math.min(size, Math.max(0, end - from)),
  }
}

/** The children of an element that is in memory. */
function* children(body: Buffer): Generator<{ id: number; body: Buffer }> {
  for (let at = 0, count = 0; at < body.length && count < 100_000; count++) {
    const element = parseHeader(body, at, at, body.length)
    if (!element) return
    yield { id: element.id, body: body.subarray(element.from, element.from + element.length) }
    at = element.from + element.length
  }
}

const child = (body: Buffer, id: number) =>
  [...children(body)].find((element) => element.id === id)?.body
const number = (body: Buffer | undefined) =>
  body?.length && body.length <= 6 ? body.readUIntBE(0, body.length) : 0
const string = (body: Buffer) => body.toString('utf8').replace(/\0+$/, '')

const readers = new Map<number, (film: Film, body: Buffer) => void>([
  [ids.seekHead, readSeekHead],
  [ids.info, readInfo],
  [ids.tracks, readTracks],
  [ids.tags, readTags],
])

function readSeekHead(film: Film, body: Buffer) {
  for (const { id, body: seek } of children(body)) {
    if (id === ids.seek)
      film.elsewhere.set(number(child(seek, ids.seekId)), number(child(seek, ids.seekPosition)))
  }
}

function readInfo(film: Film, body: Buffer) {
  const scale = number(child(body, ids.scale)) || 1e6
  const duration = child(body, ids.duration)
  const length =
    duration?.length === 4
      ? duration.readFloatBE(0)
      : duration?.length === 8
        ? duration.readDoubleBE(0)
        : 0
  if (Number.isFinite(length) && length > 0) film.duration = (length * scale) / 1e9
  const title = child(body, ids.title)
  if (title)
    film.chunks.push({ container: 'matroska', keyword: 'title', body: Buffer.from(string(title)) })
  const date = child(body, ids.date)
  if (date?.length === 8) film.capturedAt = since2001(date.readBigInt64BE(0))
}

function since2001(nanoseconds: bigint): string | undefined {
  const milliseconds = Number(nanoseconds / 1_000_000n) + Date.UTC(2001, 0, 1)
  if (milliseconds < 0 || milliseconds > 4e12) return undefined
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}

function readTracks(film: Film, body: Buffer) {
  for (const { id, body: entry } of children(body)) {
    if (id !== ids.entry || film.width) continue
    const video = child(entry, ids.video)
    const type = number(child(entry, ids.type))
    if (type === 2) film.kind ??= 'audio'
    if (!video || type !== 1) continue
    film.kind = 'video'
    film.width = number(child(video, ids.width)) || undefined
    film.height = number(child(video, ids.height)) || undefined
  }
}

function readTags(film: Film, body: Buffer) {
  for (const { id, body: tag } of children(body)) {
    if (id !== ids.tag) continue
    for (const { id: inner, body: simple } of children(tag)) {
      const name = inner === ids.simpleTag ? child(simple, ids.name) : undefined
      const value = child(simple, ids.string)
      if (name && value && film.chunks.length < 1000) {
        film.chunks.push({
          container: 'matroska',
          keyword: string(name),
          body: Buffer.from(string(value)),
        })
      }
    }
  }
}
