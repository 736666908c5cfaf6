import { emptyContainer, type Chunk, type Container } from '#library/metadata/containers/container'
import { box, boxes } from '#library/metadata/containers/boxes'
import { withoutExifPrefix } from '#library/metadata/containers/png'

const c2paUuid = 'd8fec3d61b0e483c92975828877ec481'

/** Size and metadata items of AVIF and HEIF pictures. Formats: ISO 23008-12, ISO 14496-12 (8.11). */
export function readHeif(file: Buffer): Container {
  const heif = emptyContainer()
  for (const { type, body } of boxes(file)) {
    if (type === 'meta') readMeta(heif, file, body)
    else if (type === 'moov') readSequence(heif, body)
    else if (type === 'uuid' && body.toString('hex', 0, 16) === c2paUuid) addC2pa(heif, body)
  }
  if (!heif.width) heif.warnings.push('The file has no primary picture.')
  return heif
}

interface Item {
  type: string
  contentType: string
}

function readMeta(heif: Container, file: Buffer, meta: Buffer) {
  const part = (type: string) => box(meta, type, 4) ?? Buffer.alloc(0)
  const primary = primaryItem(part('pitm'))
  const properties = part('iprp')
  Object.assign(heif, primarySize(properties, primary))
  heif.hasAlpha =
    (box(properties, 'ipco') ?? Buffer.alloc(0)).includes(
      'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha'
    ) ||
    properties.includes('auxid:1\0') ||
    undefined
  const items = itemInfos(part('iinf'))
  for (const [id, parts] of itemLocations(part('iloc'))) {
    const item = items.get(id)
    const chunk = item && chunkOf(item, () => itemBody(file, part('idat'), parts))
    if (chunk) heif.chunks.push(chunk)
  }
}

function chunkOf({ type, contentType }: Item, read: () => Buffer): Chunk | undefined {
  if (type === 'Exif') {
    const body = read()
    if (body.length < 12) return undefined
    return {
      container: 'exif',
      keyword: 'exif',
      body: withoutExifPrefix(body.subarray(4 + Math.min(body.readUInt32BE(0), body.length))),
    }
  }
  if (type !== 'mime' || !/xml/i.test(contentType)) return undefined
  return { container: 'xmp', keyword: 'xmp', body: read() }
}

function primaryItem(pitm: Buffer): number {
  if (pitm.length < 6) return 0
  return pitm[0] === 0 ? pitm.readUInt16BE(4) : pitm.length >= 8 ? pitm.readUInt32BE(4) : 0
}

/** The image spatial extents that ipma ties to the primary item. */
function primarySize(iprp: Buffer, primary: number) {
  const all = [...boxes(box(iprp, 'ipco') ?? Buffer.alloc(0))]
  for (const index of associations(box(iprp, 'ipma') ?? Buffer.alloc(0), primary)) {
    const property = all[index - 1]
    if (property?.type === 'ispe' && property.body.length >= 12) {
      return { width: property.body.readUInt32BE(4), height: property.body.readUInt32BE(8) }
    }
  }
  return {}
}

function associations(ipma: Buffer, item: number): number[] {
  if (ipma.length < 8) return []
  const wideId = ipma[0] > 0
  const wideIndex = (ipma[3] & 1) === 1
  const count = ipma.readUInt32BE(4)
  for (let entry = 0, at = 8; entry < count && at + (wideId ? 5 : 3) <= ipma.length; entry++) {
    const id = wideId ? ipma.readUInt32BE(at) : ipma.readUInt16BE(at)
    at += wideId ? 4 : 2
    const indexes: number[] = []
    const properties = ipma[at++]
    for (let index = 0; index < properties && at < ipma.length - (wideIndex ? 1 : 0); index++) {
      indexes.push(wideIndex ? ipma.readUInt16BE(at) & 0x7fff : ipma[at] & 0x7f)
      at += wideIndex ? 2 : 1
    }
    if (id === item) return indexes
  }
  return []
}

function itemInfos(iinf: Buffer): Map<number, Item> {
  const items = new Map<number, Item>()
  if (iinf.length < 6) return items
  for (const { type, body } of boxes(iinf, iinf[0] === 0 ? 6 : 8)) {
    if (type !== 'infe' || body.length < 12 || body[0] < 2) continue
    const idLength = body[0] === 2 ? 2 : 4
    const typeAt = 4 + idLength + 2
    const [, contentType = ''] = body.toString('latin1', typeAt + 4).split('\0')
    items.set(body.readUIntBE(4, idLength), {
      type: body.toString('latin1', typeAt, typeAt + 4),
      contentType,
    })
  }
  return items
}

type Extent = { inData: boolean; offset: number; length: number }

function itemLocations(iloc: Buffer): Map<number, Extent[]> {
  const locations = new Map<number, Extent[]>()
  if (iloc.length < 8) return locations
  const version = iloc[0]
  const sizes = [iloc[4] >> 4, iloc[4] & 15, iloc[5] >> 4, version > 0 ? iloc[5] & 15 : 0]
  let at = 6
  const take = (length: number) => {
    const value =
      length === 8 ? Number(iloc.readBigUInt64BE(at)) : length ? iloc.readUIntBE(at, length) : 0
    at += length
    return value
  }
  const count = take(version < 2 ? 2 : 4)
  for (let item = 0; item < count && at + 8 <= iloc.length; item++) {
    const id = take(version < 2 ? 2 : 4)
    const inData = version > 0 && (take(2) & 15) === 1
    at += 2
    const base = take(sizes[2])
    const extents: Extent[] = []
    for (
      let left = take(2);
      left > 0 && at + sizes[3] + sizes[0] + sizes[1] <= iloc.length;
      left--
    ) {
      take(sizes[3])
      extents.push({ inData, offset: base + take(sizes[0]), length: take(sizes[1]) })
    }
    locations.set(id, extents)
  }
  return locations
}

function itemBody(file: Buffer, idat: Buffer, extents: Extent[]): Buffer {
  return Buffer.concat(
    extents.map(({ inData, offset, length }) =>
      (inData ? idat : file).subarray(offset, length ? offset + length : undefined)
    )
  )
}

/** Frames and, failing a primary picture, the size of an image sequence. */
function readSequence(heif: Container, moov: Buffer) {
  for (const { type, body } of boxes(moov)) {
    if (type !== 'trak') continue
    const table = ['mdia', 'minf', 'stbl', 'stsz'].reduce<Buffer | undefined>(
      (parent, name) => parent && box(parent, name),
      body
    )
    const header = box(body, 'tkhd')
    if (!table || table.length < 12 || !header || header.length < 84) continue
    heif.frames = Math.max(heif.frames ?? 0, table.readUInt32BE(8))
    heif.width ??= header.readUInt32BE(header.length - 8) >>> 16
    heif.height ??= header.readUInt32BE(header.length - 4) >>> 16
  }
}

/** The box says what it is for, then where to find a thumbnail, then the manifests follow. */
function addC2pa(heif: Container, body: Buffer) {
  const purpose = body.indexOf(0, 20)
  if (purpose > 0)
    heif.chunks.push({ container: 'c2pa', keyword: 'c2pa', body: body.subarray(purpose + 9) })
}
