import { decodeText, inflate } from '#library/metadata/decoding'
import { userComment } from '#library/metadata/containers/exif'
import {
  emptyContainer,
  metadataLimit,
  type Container,
} from '#library/metadata/containers/container'

/**
 * Chunks of a PNG or APNG, also those after the pixels.
 * Format: W3C PNG (Third Edition), section 11; `caBX` is C2PA's.
 */
export function readPng(file: Buffer): Container {
  const png = emptyContainer()
  let room = metadataLimit
  for (let at = 8; at + 8 <= file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const end = at + 8 + length
    if (end > file.length) {
      png.warnings.push('The file is cut off.')
      break
    }
    if (type === 'IEND') break
    if (reads.has(type)) {
      try {
        const before = png.chunks.length
        readChunk(png, type, file.subarray(at + 8, end), room)
        for (const chunk of png.chunks.slice(before)) room -= chunk.body.length
      } catch {
        png.warnings.push(`The ${type} chunk is damaged.`)
      }
    }
    at = end + 4
  }
  if (!png.width) png.warnings.push('The PNG header is missing.')
  return png
}

const reads = new Set(['IHDR', 'tRNS', 'acTL', 'tEXt', 'zTXt', 'iTXt', 'eXIf', 'caBX'])

function readChunk(png: Container, type: string, body: Buffer, room: number) {
  if (type === 'IHDR') {
    png.width = body.readUInt32BE(0)
    png.height = body.readUInt32BE(4)
    png.hasAlpha = (body[9] & 4) !== 0
  } else if (type === 'tRNS') {
    png.hasAlpha = true
  } else if (type === 'acTL') {
    png.frames = body.readUInt32BE(0)
  } else if (type === 'eXIf') {
    png.chunks.push({ container: 'exif', keyword: 'exif', body: withoutExifPrefix(body) })
  } else if (type === 'caBX') {
    png.chunks.push({ container: 'c2pa', keyword: 'c2pa', body })
  } else {
    addText(png, readText(type, body, room))
  }
}

function readText(type: string, body: Buffer, room: number) {
  const keywordEnd = body.indexOf(0)
  if (keywordEnd < 0) throw new Error('no keyword')
  const keyword = body.toString('latin1', 0, keywordEnd)
  if (type === 'tEXt') return { keyword, text: body.subarray(keywordEnd + 1) }
  if (type === 'zTXt') return { keyword, text: inflate(body.subarray(keywordEnd + 2), room) }
  const languageEnd = body.indexOf(0, keywordEnd + 3)
  const translationEnd = body.indexOf(0, languageEnd + 1)
  if (languageEnd < 0 || translationEnd < 0) throw new Error('no text')
  const text = body.subarray(translationEnd + 1)
  return { keyword, text: body[keywordEnd + 1] === 1 ? inflate(text, room) : text }
}

function addText(png: Container, { keyword, text }: { keyword: string; text: Buffer }) {
  const raw = /^Raw profile type (\w+)$/i.exec(keyword)
  if (keyword === 'XML:com.adobe.xmp') {
    png.chunks.push({ container: 'xmp', keyword: 'xmp', body: text })
  } else if (raw) {
    addRawProfile(png, raw[1].toLowerCase(), text)
  } else {
    const exifLike = text.toString('latin1', 0, 8) === 'UNICODE\0'
    const written = exifLike ? userComment(text, false) : decodeText(text)
    png.chunks.push({ container: 'png', keyword, body: Buffer.from(written) })
  }
}

/** ImageMagick's way: a name, a length and the profile in hexadecimal. */
function addRawProfile(png: Container, name: string, text: Buffer) {
  const hex = /^\s*\w+\s+\d+\s+([0-9a-f\s]+)/i.exec(text.toString('latin1'))?.[1]
  if (!hex) return
  const body = Buffer.from(hex.replace(/\s+/g, ''), 'hex')
  const xmp = 'http://ns.adobe.com/xap/1.0/\0'
  if (body.toString('latin1', 0, xmp.length) === xmp) {
    png.chunks.push({ container: 'xmp', keyword: 'xmp', body: body.subarray(xmp.length) })
  } else if (name === 'exif' || name === 'app1') {
    png.chunks.push({ container: 'exif', keyword: 'exif', body: withoutExifPrefix(body) })
  } else if (name === 'xmp' || name === 'iptc') {
    png.chunks.push({ container: name, keyword: name, body })
  }
}

/** Some writers put `Exif\0\0` before the TIFF header where the format says not to. */
export function withoutExifPrefix(body: Buffer): Buffer {
  return body.toString('latin1', 0, 6) === 'Exif\0\0' ? body.subarray(6) : body
}
