import sharp, { type Sharp } from 'sharp'
import type { Pixels } from '#duplicates/hashing'

/** A picture of its own for every number: many shapes, nothing regular. */
export function drawing(number: number, width = 640, height = 480) {
  let state = (number + 1) * 2654435761
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) % below
  }
  const shapes = Array.from({ length: 90 }, () => {
    const colour = `rgb(${draw(256)},${draw(256)},${draw(256)})`
    const [x, y, size] = [draw(640), draw(480), 8 + draw(70)]
    return draw(2)
      ? `<circle cx="${x}" cy="${y}" r="${size}" fill="${colour}"/>`
      : `<rect x="${x}" y="${y}" width="${size * 2}" height="${size}" fill="${colour}"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 640 480"
    preserveAspectRatio="none"><defs><linearGradient id="sky" x2="1" y2="1"><stop stop-color="#123"/>
    <stop offset="1" stop-color="#bcd"/></linearGradient></defs>
    <rect width="640" height="480" fill="url(#sky)"/>${shapes.join('')}</svg>`
  return sharp(Buffer.from(svg)).flatten()
}

/** A picture as the decoder hands it to the hashes. */
export async function thumbnailOf(image: Sharp | Buffer | string): Promise<Pixels> {
  const source = image instanceof sharp ? await (image as Sharp).png().toBuffer() : image
  const { data, info } = await sharp(source as Buffer | string)
    .autoOrient()
    .resize({ width: 320, height: 320, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

export function hamming(a: Uint8Array, b: Uint8Array) {
  let bits = 0
  for (const [at, byte] of a.entries()) {
    for (let rest = byte ^ b[at]; rest; rest &= rest - 1) bits++
  }
  return bits
}
