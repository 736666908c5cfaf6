import { emptyContainer, type Container } from '#library/metadata/containers/container'
import { withoutExifPrefix } from '#library/metadata/containers/png'

/** Chunks of a WebP. Format: RFC 9649. */
export function readWebp(file: Buffer): Container {
  const webp = emptyContainer()
  for (let at = 12; at + 8 <= file.length;) {
    const type = file.toString('latin1', at, at + 4)
    const length = file.readUInt32LE(at + 4)
    const body = file.subarray(at + 8, at + 8 + length)
    if (body.length < length) webp.warnings.push('The file is cut off.')
    if (reads.has(type)) readChunk(webp, type, body)
    at += 8 + length + (length & 1)
  }
  if (!webp.width) webp.warnings.push('The WebP has no picture in it.')
  return webp
}

const reads = new Set(['VP8X', 'VP8 ', 'VP8L', 'ANMF', 'EXIF', 'XMP ', 'C2PA', 'ALPH'])

function readChunk(webp: Container, type: string, body: Buffer) {
  if (type === 'VP8X' && body.length >= 10) {
    webp.width = body.readUIntLE(4, 3) + 1
    webp.height = body.readUIntLE(7, 3) + 1
    webp.hasAlpha = (body[0] & 0x10) !== 0
  } else if (type === 'VP8 ' && body.length >= 10) {
    webp.width ??= body.readUInt16LE(6) & 0x3fff
    webp.height ??= body.readUInt16LE(8) & 0x3fff
  } else if (type === 'VP8L' && body.length >= 5) {
    const bits = body.readUInt32LE(1)
    webp.width ??= (bits & 0x3fff) + 1
    webp.height ??= ((bits >>> 14) & 0x3fff) + 1
    webp.hasAlpha ||= ((bits >>> 28) & 1) === 1
    webp.mayHideText = () => webp.hasAlpha === true && webp.frames === undefined
  } else if (type === 'ANMF') {
    webp.frames = (webp.frames ?? 0) + 1
  } else if (type === 'EXIF') {
    webp.chunks.push({ container: 'exif', keyword: 'exif', body: withoutExifPrefix(body) })
  } else if (type === 'XMP ') {
    webp.chunks.push({ container: 'xmp', keyword: 'xmp', body })
  } else if (type === 'C2PA') {
    webp.chunks.push({ container: 'c2pa', keyword: 'c2pa', body })
  }
}
