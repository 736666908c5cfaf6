import { emptyContainer, type Container } from '#library/metadata/containers/container'
import { iptcOfPhotoshop } from '#library/metadata/containers/iptc'

const exifPrefix = 'Exif\0'
const xmpPrefix = 'http://ns.adobe.com/xap/1.0/\0'
const extendedPrefix = 'http://ns.adobe.com/xmp/extension/\0'
const photoshopPrefix = 'Photoshop 3.0\0'

/** What is spread over several segments and put together at the end. */
interface Parts {
  extendedXmp: Map<string, { offset: number; body: Buffer }[]>
  jumbf: Map<number, { sequence: number; body: Buffer }[]>
}

/**
 * Segments of a JPEG up to the pixels. Formats: ITU T.81; Exif APP1; XMP part 3
 * (extended packets); ISO 19566-5 (JUMBF in APP11, where C2PA lies).
 */
export function readJpeg(file: Buffer): Container {
  const jpeg = emptyContainer()
  const parts: Parts = { extendedXmp: new Map(), jumbf: new Map() }
  for (let at = 2; at + 4 <= file.length;) {
    if (file[at] !== 0xff) {
      at = file.indexOf(0xff, at)
      if (at < 0) break
      continue
    }
    const marker = file[at + 1]
    if (marker === 0xff || marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (marker === 0xda || marker === 0xd9) break
    const length = file.readUInt16BE(at + 2)
    readSegment(jpeg, parts, marker, file.subarray(at + 4, at + 2 + length))
    at += 2 + Math.max(2, length)
  }
  finish(jpeg, parts)
  if (!jpeg.width) jpeg.warnings.push('The JPEG has no frame header; it is cut off or damaged.')
  return jpeg
}

function readSegment(jpeg: Container, parts: Parts, marker: number, body: Buffer) {
  if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
    if (body.length < 5 || jpeg.width) return
    jpeg.height = body.readUInt16BE(1)
    jpeg.width = body.readUInt16BE(3)
  } else if (marker === 0xe1) {
    readApp1(jpeg, parts, body)
  } else if (marker === 0xeb) {
    readApp11(parts, body)
  } else if (marker === 0xed && starts(body, photoshopPrefix)) {
    const iptc = iptcOfPhotoshop(body.subarray(photoshopPrefix.length))
    if (iptc) jpeg.chunks.push({ container: 'iptc', keyword: 'iptc', body: iptc })
  } else if (marker === 0xfe && body.length) {
    jpeg.chunks.push({ container: 'comment', keyword: 'comment', body })
  }
}

const starts = (body: Buffer, prefix: string) =>
  body.length >= prefix.length && body.toString('latin1', 0, prefix.length) === prefix

function readApp1(jpeg: Container, parts: Parts, body: Buffer) {
  if (starts(body, exifPrefix)) {
    jpeg.chunks.push({ container: 'exif', keyword: 'exif', body: body.subarray(6) })
  } else if (starts(body, xmpPrefix)) {
    jpeg.chunks.push({ container: 'xmp', keyword: 'xmp', body: body.subarray(xmpPrefix.length) })
  } else if (starts(body, extendedPrefix) && body.length >= extendedPrefix.length + 40) {
    const guid = body.toString('latin1', extendedPrefix.length, extendedPrefix.length + 32)
    const offset = body.readUInt32BE(extendedPrefix.length + 36)
    listIn(parts.extendedXmp, guid).push({
      offset,
      body: body.subarray(extendedPrefix.length + 40),
    })
  }
}

function readApp11(parts: Parts, body: Buffer) {
  if (body.length < 16 || body.toString('latin1', 0, 2) !== 'JP') return
  const instance = body.readUInt16BE(2)
  const sequence = body.readUInt32BE(4)
  listIn(parts.jumbf, instance).push({ sequence, body: body.subarray(8) })
}

function listIn<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}

function finish(jpeg: Container, parts: Parts) {
  for (const pieces of parts.extendedXmp.values()) {
    const body = Buffer.concat(
      pieces.sort((a, b) => a.offset - b.offset).map((piece) => piece.body)
    )
    jpeg.chunks.push({ container: 'xmp', keyword: 'extended', body })
  }
  for (const pieces of parts.jumbf.values()) {
    const [first, ...rest] = pieces.sort((a, b) => a.sequence - b.sequence)
    const header = first.body.readUInt32BE(0) === 1 ? 16 : 8
    const body = Buffer.concat([first.body, ...rest.map((piece) => piece.body.subarray(header))])
    jpeg.chunks.push({ container: 'c2pa', keyword: 'c2pa', body })
  }
}
