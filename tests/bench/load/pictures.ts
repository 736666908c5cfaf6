import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pLimit from 'p-limit'
import sharp from 'sharp'
import { withTextChunk } from '#tests/helpers/pictures'
import { random } from '#tests/helpers/random'

const edge = 640
const subjects = ['lighthouse', 'fox', 'orchard', 'harbour', 'astronaut', 'cathedral', 'glacier']
const manners = ['at dawn', 'in fog', 'as a woodcut', 'in oil', 'from above', 'by candlelight']

export { subjects }

/**
 * A folder of `count` pictures, PNG of A1111 and JPEG by turns, none like another: softened
 * blots of colour under grain, so that every one has a look and a prompt of its own. Made once.
 */
export async function manyPictures(name: string, count: number, seed: number) {
  const folder = resolve('tmp/bench', `pictures-${name}-${count}`)
  if (existsSync(folder)) return folder
  const building = `${folder}.building`
  rmSync(building, { recursive: true, force: true })
  mkdirSync(building, { recursive: true })
  const grain = await grainOf(edge)
  const four = pLimit(4)
  const numbers = Array.from({ length: count }, (_, index) => seed + index)
  await Promise.all(numbers.map((number) => four(() => write(building, number, grain))))
  renameSync(building, folder)
  return folder
}

async function write(folder: string, number: number, grain: Buffer) {
  const { next, pick } = random(number)
  const blots = Buffer.from(Array.from({ length: 8 * 8 * 3 }, () => next(256)))
  const picture = sharp(blots, { raw: { width: 8, height: 8, channels: 3 } })
    .resize(edge, edge, { kernel: 'cubic' })
    .composite([{ input: grain, raw: { width: edge, height: edge, channels: 4 } }])
  if (number % 2) return picture.jpeg({ quality: 85 }).toFile(join(folder, `${number}.jpg`))
  const png = await picture.png({ compressionLevel: 4 }).toBuffer()
  const made = `Steps: ${15 + next(30)}, Sampler: Euler a, CFG scale: 7, Seed: ${number}, Size: ${edge}x${edge}, Model: model-${next(12)}`
  const text = `a ${pick(subjects)} ${pick(manners)}, ${pick(manners)}, number ${number}\n${made}`
  return writeFile(join(folder, `${number}.png`), withTextChunk(png, 'parameters', text))
}

/** Grey of any brightness that hardly covers what is below it. */
async function grainOf(size: number) {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  return sharp({ create: { width: size, height: size, channels: 3, background: '#000', noise } })
    .ensureAlpha(0.04)
    .raw()
    .toBuffer()
}
