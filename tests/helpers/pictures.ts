import { crc32 } from 'node:zlib'
import sharp from 'sharp'

/** A PNG of its own: the number decides every pixel, so no two are the same file. */
export function png(seed: number, width = 64, height = 48) {
  return picture(seed, width, height).png().toBuffer()
}

export function jpeg(seed: number, width = 64, height = 48) {
  return picture(seed, width, height).jpeg().toBuffer()
}

/** A PNG with the text chunk A1111 writes. */
export async function generatedPng(seed: number, parameters: string) {
  return picture(seed, 64, 64)
    .png()
    .toBuffer()
    .then((bytes) => withTextChunk(bytes, 'parameters', parameters))
}

function picture(seed: number, width: number, height: number) {
  const data = Buffer.alloc(width * height * 3)
  for (let i = 0; i < data.length; i++) data[i] = (i * 7 + seed * 131 + (i >> 5) * seed) & 255
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** The PNG with one more chunk of text, behind its header. */
export function withTextChunk(bytes: Buffer, keyword: string, text: string) {
  const body = Buffer.concat([Buffer.from(`tEXt${keyword}\0`), Buffer.from(text, 'latin1')])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(body.length - 4, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)])
}
