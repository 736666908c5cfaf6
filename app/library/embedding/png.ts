import { crc32 } from 'node:zlib'
import { recipeChunk } from '#library/metadata/parsers/studio'
import type { Embedded } from '#library/embedding/embedding'

const signature = 8
const texts = ['tEXt', 'zTXt', 'iTXt']

/** Text chunks after the header, in place of those of the same name. Format: PNG, third edition, 11.3.3. */
export function embedInPng(bytes: Buffer, { text, recipe }: Embedded): Buffer | null {
  const said = { parameters: text, [recipeChunk.keyword]: recipe }
  const ours = Object.entries(said).flatMap(([name, value]) =>
    value ? [textChunk(name, value)] : []
  )
  const kept: Buffer[] = []
  for (let at = signature; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    if (!isOneOf(bytes.subarray(at, end), said)) kept.push(bytes.subarray(at, end))
    at = end
  }
  const [header, ...others] = kept
  if (header?.toString('latin1', 4, 8) !== 'IHDR') return null
  return Buffer.concat([bytes.subarray(0, signature), header, ...ours, ...others])
}

function isOneOf(chunk: Buffer, said: Record<string, string | null>) {
  if (!texts.includes(chunk.toString('latin1', 4, 8))) return false
  const keyword = chunk.toString('latin1', 8, Math.max(8, chunk.indexOf(0, 8)))
  return Boolean(said[keyword])
}

/** International text, not compressed: no language, no translated keyword. */
function textChunk(keyword: string, value: string) {
  const body = Buffer.from(`iTXt${keyword}\0\0\0\0\0${value}`)
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}
