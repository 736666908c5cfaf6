import type { Embedded } from '#library/embedding/embedding'
import { userComment } from '#library/embedding/exif'
import { xmpPacket } from '#library/embedding/xmp'

interface Part {
  name: string
  body: Buffer
}

const flags = { exif: 0x08, xmp: 0x04, alpha: 0x10 }

/** Chunks at the end, and a header that announces them. Format: WebP container, extended file format. */
export function embedInWebp(bytes: Buffer, said: Embedded): Buffer | null {
  const parts = partsOf(bytes)
  const present = parts && (parts.find(({ name }) => name === 'VP8X') ?? headerFor(parts[0]))
  if (!parts || !present) return null
  const has = (name: string) => parts.some((part) => part.name === name)
  const ours: Part[] = []
  if (said.text && !has('EXIF')) ours.push({ name: 'EXIF', body: userComment(said.text) })
  if (!has('XMP ')) ours.push({ name: 'XMP ', body: xmpPacket(said) })
  if (!ours.length) return null
  const announced = Buffer.from(present.body)
  for (const { name } of ours) announced[0] |= name === 'EXIF' ? flags.exif : flags.xmp
  const others = parts.filter(({ name }) => name !== 'VP8X')
  return riff([{ name: 'VP8X', body: announced }, ...others, ...ours])
}

function partsOf(bytes: Buffer): Part[] | null {
  const parts: Part[] = []
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32LE(at + 4)
    if (at + 8 + size > bytes.length) return null
    parts.push({
      name: bytes.toString('latin1', at, at + 4),
      body: bytes.subarray(at + 8, at + 8 + size),
    })
    at += 8 + size + (size % 2)
  }
  return parts.length ? parts : null
}

/** A simple file says its size in its first chunk. */
function headerFor({ name, body }: Part): Part | null {
  if (name === 'VP8 ') {
    return header(body.readUInt16LE(6) & 0x3fff, body.readUInt16LE(8) & 0x3fff, false)
  }
  if (name !== 'VP8L') return null
  const bits = body.readUInt32LE(1)
  return header((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1, ((bits >> 28) & 1) === 1)
}

function header(width: number, height: number, alpha: boolean): Part {
  const body = Buffer.alloc(10)
  body[0] = alpha ? flags.alpha : 0
  body.writeUIntLE(width - 1, 4, 3)
  body.writeUIntLE(height - 1, 7, 3)
  return { name: 'VP8X', body }
}

function riff(parts: Part[]): Buffer {
  const chunks = parts.flatMap(({ name, body }) => {
    const head = Buffer.alloc(8)
    head.write(name, 'latin1')
    head.writeUInt32LE(body.length, 4)
    return [head, body, Buffer.alloc(body.length % 2)]
  })
  const content = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}
