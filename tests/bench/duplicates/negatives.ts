import sharp from 'sharp'
import { join } from 'node:path'

/** Pictures with so little in them that hashes of different ones agree by chance: all are different. */
export async function writeNegatives(folder: string, count = 100) {
  const paths: string[] = []
  for (let index = 0; index < count; index++) {
    const svg = drawings[index % drawings.length](Math.floor(index / drawings.length))
    const path = join(folder, `negative-${String(index).padStart(3, '0')}.png`)
    await sharp(Buffer.from(frame(svg)))
      .png()
      .toFile(path)
    paths.push(path)
  }
  return paths
}

const frame = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">${content}</svg>`
const fill = (colour: string) => `<rect width="640" height="480" fill="${colour}"/>`
const shade = (level: number) => `rgb(${level},${level},${level})`

const drawings: ((step: number) => string)[] = [
  (step) => gradient(0, 0, step / 20, 1, 30 + step * 4, 200 - step * 3),
  (step) => gradient(1, step / 20, 0, 0, 90 - step * 2, 250 - step * 5),
  (step) => fill(shade(step)) + blob(20 + step * 30, 240, 6, shade(step + 6)),
  (step) => page(step),
  (step) => fill('#fff') + blob(300 + step * 2, 220 - step, 30 + step, '#c33'),
]

const blob = (x: number, y: number, radius: number, colour: string) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`

function gradient(x1: number, y1: number, x2: number, y2: number, from: number, to: number) {
  const stops = `<stop stop-color="${shade(from)}"/><stop offset="1" stop-color="${shade(to)}"/>`
  const ends = `x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`
  return `<defs><linearGradient id="g" ${ends}>${stops}</linearGradient></defs>${fill('url(#g)')}`
}

/** Lines of words of varying length: every page reads differently, all look alike from afar. */
function page(step: number) {
  let state = step * 7919 + 17
  const lines = Array.from({ length: 24 }, (_, line) => {
    let x = 40
    let words = ''
    while (x < 560) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      const width = 10 + ((state >> 8) % 50)
      words += `<rect x="${x}" y="${20 + line * 18}" width="${width}" height="7" fill="#222"/>`
      x += width + 8
    }
    return words
  })
  return fill('#fff') + lines.join('')
}
