import { createKernels, reserve } from '#duplicates/kernels/kernels'

/** Raw pixels as sharp gives them: 8 bit, rows from the top, 1 to 4 channels (grey, grey and alpha, RGB, RGBA). */
export interface Pixels {
  data: Uint8Array
  width: number
  height: number
  channels: number
}

/** A part of a picture, in pixels; edges may lie inside a pixel. */
export interface Rectangle {
  left: number
  top: number
  right: number
  bottom: number
}

/** One picture's brightness, as long as no other picture is loaded. */
export interface Luma {
  width: number
  height: number
  /** 0 to 255 per pixel. Transparent pixels lie on white, as most viewers and converters have it. */
  values: Uint8Array
}

/** The larger side may have this many pixels: sums of brightness stay below 2^31. */
const largestSide = 2_048

const kernels = createKernels()
const tables = reserve(kernels, 65_536)
const cosines = tables
const means = tables + 4_096
const between = tables + 20_480
const frequencies = tables + 24_576
const band = tables + 26_624
let room = reserve(kernels, 65_536)
let roomSize = 65_536
let sums = 0

/** The picture in the kernels' memory, which several readings of the same pixels need not load again. */
let last: { pixels: Pixels; luma: Luma } | undefined

/** Brings a picture into the kernels' memory; every function below is about the last one loaded. */
export function loadLuma(pixels: Pixels): Luma {
  if (last?.pixels !== pixels) last = { pixels, luma: load(pixels) }
  return last.luma
}

function load({ data, width, height, channels }: Pixels): Luma {
  if (Math.max(width, height) > largestSide) throw new RangeError('hashing wants a thumbnail')
  const count = width * height
  const values = align(count * channels)
  const needed = values + align(count) + 4 * (width + 1) * (height + 1) + 16
  if (needed > roomSize) {
    room = reserve(kernels, needed)
    roomSize = needed
  }
  sums = room + values + align(count)
  new Uint8Array(kernels.memory.buffer, room).set(data.subarray(0, count * channels))
  kernels.toLuma(room, count, channels, room + values)
  kernels.sumUp(room + values, width, height, sums)
  return { width, height, values: new Uint8Array(kernels.memory.buffer, room + values, count) }
}

export const wholeOf = ({ width, height }: { width: number; height: number }): Rectangle => ({
  left: 0,
  top: 0,
  right: width,
  bottom: height,
})

/**
 * A part of the loaded picture averaged to columns × rows, each pixel weighted by the area it
 * covers. Only the middle `window` of a cell is averaged. The answer is overwritten by the next call.
 */
export function boxAverage(
  { width, height }: Luma,
  { left, top, right, bottom }: Rectangle,
  columns: number,
  rows: number,
  window = 1
): Float32Array {
  kernels.boxAverage(
    ...([
      sums,
      width,
      height,
      left,
      top,
      right,
      bottom,
      columns,
      rows,
      window,
      band,
      means,
    ] as const)
  )
  return new Float32Array(kernels.memory.buffer, means, columns * rows)
}

/** The 16 × 16 lowest frequencies (rows are vertical ones) of the 64 × 64 means averaged last. */
export function lowFrequencies(): Float32Array {
  kernels.transform(means, cosines, between, frequencies)
  return new Float32Array(kernels.memory.buffer, frequencies, 256).slice()
}

/** Variance of the Laplacian: how much fine detail there is. */
export function sharpnessOf({ width, height, values }: Luma) {
  return kernels.laplacianVariance(values.byteOffset, width, height)
}

const align = (size: number) => (size + 15) & ~15

new Float32Array(kernels.memory.buffer, cosines, 64 * 16).forEach((_, at, table) => {
  const [sample, frequency] = [at >> 4, (at & 15) + 1]
  table[at] = Math.sqrt(1 / 32) * Math.cos((Math.PI / 128) * frequency * (2 * sample + 1))
})
