import { gzipSync } from 'node:zlib'

/** RGBA pixels with a text hidden in their lowest bits, as NovelAI hides it. */
export function stealthPixels(
  text: string,
  options: { width?: number; height?: number; channel?: 'alpha' | 'rgb'; compressed?: boolean } = {}
) {
  const { width = 128, height = 128, channel = 'alpha', compressed = true } = options
  const body = compressed ? gzipSync(text) : Buffer.from(text)
  const magic = `stealth_${channel === 'alpha' ? 'png' : 'rgb'}${compressed ? 'comp' : 'info'}`
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length * 8)
  const hidden = Buffer.concat([Buffer.from(magic), length, body])
  const pixels = new Uint8Array(width * height * 4).fill(254)
  for (let index = 0; index < hidden.length * 8; index++) {
    const pixel = channel === 'alpha' ? index : Math.floor(index / 3)
    const at =
      ((pixel % height) * width + Math.floor(pixel / height)) * 4 +
      (channel === 'alpha' ? 3 : index % 3)
    pixels[at] = (pixels[at] & 254) | ((hidden[index >> 3] >> (7 - (index & 7))) & 1)
  }
  return pixels
}
