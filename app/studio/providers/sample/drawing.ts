import { createHash } from 'node:crypto'
import { lettering, signsIn } from '#studio/providers/sample/lettering'

export interface SampleDrawing {
  width: number
  height: number
  /** Everything of which another one makes another picture. */
  seeds: string[]
  pattern: string
  shapes: number
  /** 0..1 */
  saturation: number
  /** Of the shapes, 0..1; whatever lies below shows through, where there is something. */
  strength: number
  isOverlay: boolean
  label: string
}

/** The same drawing is the same SVG, to the last sign. */
export function svgOf(drawing: SampleDrawing) {
  const { width, height } = drawing
  const random = randomFrom(drawing.seeds.join('\n'))
  const hue = random() * 360
  const colour = (turn: number, light: number) =>
    `hsl(${Math.round(hue + turn) % 360},${Math.round(20 + drawing.saturation * 75)}%,${light}%)`
  const shapes = Array.from({ length: drawing.shapes }, () => {
    const fill = colour(random() * 120, 35 + Math.round(random() * 40))
    return `<g fill="${fill}" stroke="${fill}">${shape(drawing, random)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="sky" x2="${random().toFixed(2)}" y2="1"><stop stop-color="${colour(0, 22)}"/><stop offset="1" stop-color="${colour(60, 60)}"/></linearGradient></defs>
${drawing.isOverlay ? '' : '<rect width="100%" height="100%" fill="url(#sky)"/>'}
<g fill-opacity="${(0.15 + drawing.strength * 0.6).toFixed(2)}" stroke-opacity="${(0.15 + drawing.strength * 0.6).toFixed(2)}">${shapes.join('')}</g>
${banner(drawing)}
</svg>`
}

function shape({ pattern, width, height }: SampleDrawing, random: () => number) {
  const [x, y] = [Math.round(random() * width), Math.round(random() * height)]
  const size = Math.round((0.03 + random() * 0.15) * Math.min(width, height))
  if (pattern === 'stripes') {
    return `<path stroke-width="0" d="M${x} 0h${size}L${x - height / 2} ${height}h-${size}z"/>`
  }
  if (pattern === 'waves') {
    const wave = `q${width / 8} ${-size} ${width / 4} 0t${width / 4} 0t${width / 4} 0t${width / 4} 0`
    return `<path fill="none" stroke-width="${Math.ceil(size / 6)}" d="M0 ${y}${wave}"/>`
  }
  if (pattern === 'tiles') {
    return `<rect stroke-width="0" x="${x}" y="${y}" width="${size}" height="${size}" rx="${Math.round(size / 8)}"/>`
  }
  return `<circle stroke-width="0" cx="${x}" cy="${y}" r="${size}"/>`
}

/** Says in the picture itself what it is: two lines at the foot. */
function banner({ width, height, label }: SampleDrawing) {
  const dot = Math.max(1, Math.round(Math.min(width, height) / 260))
  const tall = dot * 22
  const fitting = signsIn(width - dot * 6, dot)
  const lines = ['Sample - made by no model', label].map((line) => line.slice(0, fitting))
  const text = lines.map((line, row) =>
    lettering(line, dot * 3, height - tall + dot * (3 + row * 10), dot)
  )
  return `<rect y="${height - tall}" width="${width}" height="${tall}" fill="#000" fill-opacity=".72"/><path fill="#fff" d="${text.join('')}"/>`
}

/** Mulberry32 (Tommy Ettinger, public domain), begun with a hash of the text. */
function randomFrom(text: string) {
  let state = createHash('sha256').update(text).digest().readUInt32LE()
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
