import sharp, { type Sharp } from 'sharp'
import { copyFile, readFile } from 'node:fs/promises'
import { extname } from 'node:path'

/** One way a picture comes back changed. `apply` writes the changed copy and returns nothing. */
interface Edit {
  name: string
  extension: string
  apply: (original: Buffer, size: { width: number; height: number }, to: string) => Promise<unknown>
}

const photo = (bytes: Buffer | Sharp) =>
  (Buffer.isBuffer(bytes) ? sharp(bytes).autoOrient() : bytes).flatten({ background: '#fff' })
const good = { quality: 92 }

const jpeg = (quality: number): Edit => ({
  name: `jpeg ${quality}`,
  extension: 'jpg',
  apply: (original, _, to) => photo(original).jpeg({ quality }).toFile(to),
})

const changed = (
  name: string,
  change: (image: Sharp, size: { width: number; height: number }) => Sharp,
  extension = 'jpg'
): Edit => ({
  name,
  extension,
  apply: async (original, size, to) => {
    const image = change(photo(original), size)
    return extension === 'jpg' ? image.jpeg(good).toFile(to) : image.toFile(to)
  },
})

const scaled = (name: string, across: number, down = across) =>
  changed(name, (image, { width, height }) =>
    image.resize(Math.round(width * across), Math.round(height * down), { fit: 'fill' })
  )

const cropped = (name: string, share: number) =>
  changed(name, (image, { width, height }) => {
    const [left, top] = [Math.round((width * share) / 2), Math.round((height * share) / 2)]
    return image.extract({ left, top, width: width - 2 * left, height: height - 2 * top })
  })

/** The 22 edits of the truth set. Mirroring and turning are the last two. */
export const edits: Edit[] = [
  { name: 'exact', extension: '', apply: () => Promise.resolve() },
  jpeg(85),
  jpeg(60),
  jpeg(30),
  scaled('half', 0.5),
  scaled('quarter', 0.25),
  changed('png', (image) => image.png(), 'png'),
  changed('webp', (image) => image.webp({ quality: 75 }), 'webp'),
  changed('brightness', (image) => image.modulate({ brightness: 1.25 })),
  changed('contrast', (image) => image.linear(1.3, -38)),
  changed('gamma', (image) => image.gamma(2.2, 1.5)),
  changed('grey', (image) => image.greyscale()),
  { name: 'noise', extension: 'jpg', apply: noise },
  changed('blur', (image) => image.blur(2)),
  { name: 'caption', extension: 'jpg', apply: caption },
  cropped('crop 4 %', 0.04),
  cropped('crop 10 %', 0.1),
  changed('border 5 %', (image, { width, height }) => {
    const [across, down] = [Math.round(width * 0.05), Math.round(height * 0.05)]
    const sides = { left: across, right: across, top: down, bottom: down }
    return image.extend({ ...sides, background: '#fff' })
  }),
  scaled('aspect 0.85', 0.85, 1),
  changed('turned 2°', (image) => image.rotate(2, { background: '#000' })),
  changed('mirrored', (image) => image.flop()),
  changed('quarter turn', (image) => image.rotate(90)),
]

/** Writes one edited copy of a picture, named `stem` and the edit's extension. */
export async function applyEdit(edit: Edit, from: string, stem: string) {
  const to = `${stem}.${edit.extension || extname(from).slice(1)}`
  if (edit.name === 'exact') await copyFile(from, to)
  else {
    const original = await readFile(from)
    const { autoOrient } = await sharp(original).metadata()
    await edit.apply(original, autoOrient, to)
  }
  return to
}

async function noise(original: Buffer, _: unknown, to: string) {
  const { data, info } = await photo(original).raw().toBuffer({ resolveWithObject: true })
  let state = 12345
  for (let at = 0; at < data.length; at++) {
    let sum = 0
    for (let draw = 0; draw < 4; draw++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0
      sum += state / 2 ** 32
    }
    data[at] = Math.max(0, Math.min(255, data[at] + sum * 20))
  }
  return sharp(data, { raw: info }).jpeg(good).toFile(to)
}

/** A white bar with a line of writing over the lowest eighth. */
async function caption(original: Buffer, size: { width: number; height: number }, to: string) {
  const { width, height } = size
  const bar = Math.round(height / 8)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bar}">
    <rect width="100%" height="100%" fill="#fff"/>
    <text x="${width / 2}" y="${bar * 0.68}" font-family="sans-serif" font-size="${bar * 0.55}"
      text-anchor="middle">A caption somebody added</text></svg>`
  const overlay = [{ input: Buffer.from(svg), left: 0, top: height - bar }]
  return photo(original).composite(overlay).jpeg(good).toFile(to)
}
