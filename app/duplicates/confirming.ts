import type { Rectangle } from '#duplicates/hashing/luma'
import { createKernels, reserve } from '#duplicates/kernels/kernels'

/** 64 × 64 brightness, as squareOf gives it. */
export type Square = Uint8Array

export const everything: Rectangle = { left: 0, top: 0, right: 1, bottom: 1 }

const kernels = createKernels()
const room = reserve(kernels, 4 * 65_536)
const between = room
const [first, second] = [room + 65_536, room + 2 * 65_536]
const square = room + 3 * 65_536

/**
 * How much each of two pictures, or parts of them (in shares of width and height), shows of what
 * the other shows, 0 to 1: the correlation of their 16 × 16 blocks, each of which may have moved
 * by three pixels of 64, without the quarter of the blocks that agrees least. Edited copies reach
 * 0.9, turned by two degrees 0.6 to 0.9; different pictures whose hashes agree by chance stay at
 * 0.4. 0 where there is too little to compare.
 */
export function agreement(a: Square, b: Square, partA = everything, partB = everything): number {
  prepare(a, partA, first)
  prepare(b, partB, second)
  return Math.min(kernels.agreement(first, second), kernels.agreement(second, first))
}

function prepare(values: Square, { left, top, right, bottom }: Rectangle, to: number) {
  new Uint8Array(kernels.memory.buffer, square, values.length).set(values)
  kernels.preparePart(square, left, top, right, bottom, between, to)
}
