// Is what one 64 × 64 picture shows also shown, at about the same place, by another?

const SIDE: u32 = 64
const BLOCK: u32 = 16
const REACH: i32 = 3
/** Blocks with less variance than this, in levels squared, look like anything and are not asked. */
const PLAIN: f32 = 12
/** Levels are kept four times finer than in the picture. */
const FINE: f32 = 4
const FEWEST_BLOCKS: u32 = 6

// A prepared picture: 64 × 64 i16, then 65 × 65 u32 sums, then 65 × 65 u32 sums of squares.
const SUMS: usize = 8192
const SQUARES: usize = SUMS + 65 * 65 * 4

/**
 * Enlarges a part (in shares of the sides) of 64 × 64 bytes to a whole picture, softens it a
 * little and sums it up. `between` has room for 64 × 64 f32, `to` for a prepared picture.
 */
export function preparePart(
  square: usize, left: f32, top: f32, right: f32, bottom: f32, between: usize, to: usize
): void {
  for (let y: u32 = 0; y < SIDE; y++) {
    for (let x: u32 = 0; x < SIDE; x++) {
      const value = sampleAt(square, place(x, left, right), place(y, top, bottom))
      store<f32>(between + 4 * (y * SIDE + x), value)
    }
  }
  for (let y: u32 = 0; y < SIDE; y++) {
    const above = between + 4 * SIDE * (y ? y - 1 : 0)
    const here = between + 4 * SIDE * y
    const below = between + 4 * SIDE * min(y + 1, SIDE - 1)
    for (let x: u32 = 0; x < SIDE; x++) {
      const before = 4 * (x ? x - 1 : 0)
      const after = 4 * min(x + 1, SIDE - 1)
      const soft = column(above, here, below, before) + 2 * column(above, here, below, 4 * x)
        + column(above, here, below, after)
      store<i16>(to + 2 * (y * SIDE + x), i16(nearest(soft * (FINE / 16))))
    }
  }
  sumUpSquare(to)
}

// @ts-ignore: decorator
@inline
function place(at: u32, from: f32, to: f32): f32 {
  const position = (from + ((f32(at) + 0.5) / f32(SIDE)) * (to - from)) * f32(SIDE) - 0.5
  return max<f32>(0, min<f32>(f32(SIDE - 1), position))
}

// @ts-ignore: decorator
@inline
function sampleAt(square: usize, x: f32, y: f32): f32 {
  const left = min<u32>(u32(x), SIDE - 2)
  const top = min<u32>(u32(y), SIDE - 2)
  const at = square + top * SIDE + left
  const right = x - f32(left)
  const a = f32(load<u8>(at))
  const b = f32(load<u8>(at, 64))
  const upper = a + (f32(load<u8>(at, 1)) - a) * right
  const lower = b + (f32(load<u8>(at, 65)) - b) * right
  return upper + (lower - upper) * (y - f32(top))
}

// @ts-ignore: decorator
@inline
function column(above: usize, here: usize, below: usize, x: u32): f32 {
  return load<f32>(above + x) + 2 * load<f32>(here + x) + load<f32>(below + x)
}

function sumUpSquare(picture: usize): void {
  memory.fill(picture + SUMS, 0, 65 * 65 * 8)
  for (let y: u32 = 0; y < SIDE; y++) {
    let sum: u32 = 0
    let squares: u32 = 0
    for (let x: u32 = 0; x < SIDE; x++) {
      const value = i32(load<i16>(picture + 2 * (y * SIDE + x)))
      sum += value
      squares += value * value
      const at = picture + SUMS + 4 * ((y + 1) * 65 + x + 1)
      store<u32>(at, load<u32>(at - 260) + sum)
      store<u32>(at, load<u32>(at - 260, 65 * 65 * 4) + squares, 65 * 65 * 4)
    }
  }
}

/**
 * The mean, over the blocks of `a` that show something, of the best correlation within three
 * pixels around the same place in `b`; the worst quarter of them may be hidden by writing, a
 * logo or a bar. 0 where too few blocks show anything.
 */
export function agreement(a: usize, b: usize): f32 {
  let asked: u32 = 0
  for (let top: u32 = 0; top < SIDE; top += BLOCK) {
    for (let left: u32 = 0; left < SIDE; left += BLOCK) {
      if (varianceAt(a, left, top) < PLAIN * FINE * FINE) continue
      insertScore(bestMatch(a, b, left, top), asked++)
    }
  }
  if (asked < FEWEST_BLOCKS) return 0
  const counted = (asked * 3 + 3) / 4
  let sum: f32 = 0
  for (let at: u32 = 0; at < counted; at++) sum += load<f32>(scores + 4 * at)
  return sum / f32(counted)
}

/** Sixteen f32, the best first. */
const scores = memory.data(64)

function insertScore(score: f32, count: u32): void {
  let at = scores + 4 * count
  for (; at > scores && load<f32>(at - 4) < score; at -= 4) store<f32>(at, load<f32>(at - 4))
  store<f32>(at, score)
}

function bestMatch(a: usize, b: usize, left: u32, top: u32): f32 {
  const mean = meanAt(a, left, top)
  const variance = varianceAt(a, left, top)
  let best: f32 = 0
  const lastX = min<i32>(SIDE - BLOCK, i32(left) + REACH)
  const lastY = min<i32>(SIDE - BLOCK, i32(top) + REACH)
  for (let y = max<i32>(0, i32(top) - REACH); y <= lastY; y++) {
    for (let x = max<i32>(0, i32(left) - REACH); x <= lastX; x++) {
      const other = varianceAt(b, x, y)
      if (other < (PLAIN * FINE * FINE) / 4) continue
      const product = productOf(a + 2 * (top * SIDE + left), b + 2 * (y * SIDE + x))
      const covariance = f32(product) / f32(BLOCK * BLOCK) - mean * meanAt(b, x, y)
      best = max(best, covariance / sqrt(variance * other))
    }
  }
  return best
}

/** Sum of the products of two blocks' values. */
// @ts-ignore: decorator
@inline
function productOf(a: usize, b: usize): i32 {
  let sum = i32x4.splat(0)
  for (let row: u32 = 0; row < BLOCK; row++, a += 2 * SIDE, b += 2 * SIDE) {
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(a), v128.load(b)))
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(a, 16), v128.load(b, 16)))
  }
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1)
    + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
}

// @ts-ignore: decorator
@inline
function meanAt(picture: usize, left: u32, top: u32): f32 {
  return f32(within(picture + SUMS, left, top)) / f32(BLOCK * BLOCK)
}

// @ts-ignore: decorator
@inline
function varianceAt(picture: usize, left: u32, top: u32): f32 {
  const mean = meanAt(picture, left, top)
  return f32(within(picture + SQUARES, left, top)) / f32(BLOCK * BLOCK) - mean * mean
}

/** Sums wrap around beyond 2^32; their differences do not. */
// @ts-ignore: decorator
@inline
function within(table: usize, left: u32, top: u32): u32 {
  const at = table + 4 * (top * 65 + left)
  const down = 4 * 65 * BLOCK
  return load<u32>(at + down, 4 * BLOCK) - load<u32>(at + down) - load<u32>(at, 4 * BLOCK)
    + load<u32>(at)
}
