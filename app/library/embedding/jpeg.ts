import type { Embedded } from '#library/embedding/embedding'
import { userComment } from '#library/embedding/exif'
import { xmpPacket } from '#library/embedding/xmp'

const exifPrefix = 'Exif\0\0'
const xmpPrefix = 'http://ns.adobe.com/xap/1.0/\0'

/** Segments before all others. A camera's own EXIF stays the only one; the packet says the same. */
export function embedInJpeg(bytes: Buffer, said: Embedded): Buffer | null {
  if (bytes.readUInt16BE(0) !== 0xffd8) return null
  const packet =
    segment(xmpPrefix, xmpPacket(said)) ?? segment(xmpPrefix, xmpPacket({ ...said, recipe: null }))
  const comment = said.text && !hasExif(bytes) ? segment(exifPrefix, userComment(said.text)) : null
  const ours = [comment, packet].filter((each) => each !== null)
  return ours.length ? Buffer.concat([bytes.subarray(0, 2), ...ours, bytes.subarray(2)]) : null
}

function hasExif(bytes: Buffer) {
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda;) {
    const length = bytes.readUInt16BE(at + 2)
    if (bytes.toString('latin1', at + 4, at + 10) === exifPrefix) return true
    at += 2 + length
  }
  return false
}

/** Null where it is longer than a segment may be. */
function segment(prefix: string, body: Buffer): Buffer | null {
  const length = prefix.length + body.length + 2
  if (length > 0xffff) return null
  const head = Buffer.from([0xff, 0xe1, length >> 8, length & 0xff])
  return Buffer.concat([head, Buffer.from(prefix, 'latin1'), body])
}
