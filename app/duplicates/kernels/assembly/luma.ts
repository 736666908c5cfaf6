// Per-pixel passes over a thumbnail. Every argument of type usize is an address chosen by the caller.

const RED: u16 = 77
const GREEN: u16 = 150
const BLUE: u16 = 29

/** Rec. 601 brightness of each pixel, as one byte. Transparent pixels are laid on white. */
export function toLuma(pixels: usize, count: u32, channels: u32, values: usize): void {
  if (channels == 1) memory.copy(values, pixels, count)
  else if (channels == 2) greyAlpha(pixels, count, values)
  else if (channels == 3) rgb(pixels, count, values)
  else rgba(pixels, count, values)
}

function greyAlpha(pixels: usize, count: u32, values: usize): void {
  for (let at: u32 = 0; at < count; at++) {
    const from = pixels + 2 * at
    store<u8>(values + at, onWhite(load<u8>(from), load<u8>(from, 1)))
  }
}

function rgba(pixels: usize, count: u32, values: usize): void {
  for (let at: u32 = 0; at < count; at++) {
    const from = pixels + 4 * at
    store<u8>(values + at, onWhite(greyOf(from), load<u8>(from, 3)))
  }
}

/** Sixteen pixels, three registers, at a time. */
function rgb(pixels: usize, count: u32, values: usize): void {
  let at: u32 = 0
  for (; at + 16 <= count; at += 16, pixels += 48) {
    const a = v128.load(pixels)
    const b = v128.load(pixels, 16)
    const c = v128.load(pixels, 32)
    const red = v128.or(
      v128.or(
        i8x16.swizzle(a, i8x16(0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14, -1, -1, -1, -1, -1))
      ),
      i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 4, 7, 10, 13))
    )
    const green = v128.or(
      v128.or(
        i8x16.swizzle(a, i8x16(1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1))
      ),
      i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14))
    )
    const blue = v128.or(
      v128.or(
        i8x16.swizzle(a, i8x16(2, 5, 8, 11, 14, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
        i8x16.swizzle(b, i8x16(-1, -1, -1, -1, -1, 1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1))
      ),
      i8x16.swizzle(c, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15))
    )
    const low = weigh(
      i16x8.extend_low_i8x16_u(red),
      i16x8.extend_low_i8x16_u(green),
      i16x8.extend_low_i8x16_u(blue)
    )
    const high = weigh(
      i16x8.extend_high_i8x16_u(red),
      i16x8.extend_high_i8x16_u(green),
      i16x8.extend_high_i8x16_u(blue)
    )
    v128.store(values + at, i8x16.narrow_i16x8_u(low, high))
  }
  for (; at < count; at++, pixels += 3) store<u8>(values + at, greyOf(pixels))
}

// @ts-ignore: decorator
@inline
function weigh(red: v128, green: v128, blue: v128): v128 {
  const sum = i16x8.add(
    i16x8.add(i16x8.mul(red, i16x8.splat(RED)), i16x8.mul(green, i16x8.splat(GREEN))),
    i16x8.add(i16x8.mul(blue, i16x8.splat(BLUE)), i16x8.splat(128))
  )
  return i16x8.shr_u(sum, 8)
}

// @ts-ignore: decorator
@inline
function greyOf(pixel: usize): u8 {
  const sum = u32(load<u8>(pixel)) * RED + u32(load<u8>(pixel, 1)) * GREEN
  return u8((sum + u32(load<u8>(pixel, 2)) * BLUE + 128) >> 8)
}

// @ts-ignore: decorator
@inline
function onWhite(grey: u8, alpha: u8): u8 {
  return u8(255 - ((255 - u32(grey)) * u32(alpha) + 127) / 255)
}

/** (width + 1) × (height + 1) u32: the sum of all values above and left of each pixel corner. */
export function sumUp(values: usize, width: u32, height: u32, sums: usize): void {
  const line = 4 * (width + 1)
  memory.fill(sums, 0, line)
  for (let y: u32 = 0; y < height; y++) {
    let to = sums + (y + 1) * line
    let running: u32 = 0
    store<u32>(to, 0)
    to += 4
    for (let x: u32 = 0; x < width; x++, to += 4, values++) {
      running += load<u8>(values)
      store<u32>(to, load<u32>(to - line) + running)
    }
  }
}

/**
 * A part of the picture averaged to columns × rows f32, each source pixel weighted by the area it
 * covers. `window` is the share of a cell's pitch that is averaged (1: all of it). `band` has room
 * for width + 5 f32.
 */
export function boxAverage(
  sums: usize, width: u32, height: u32,
  left: f64, top: f64, right: f64, bottom: f64,
  columns: u32, rows: u32, window: f64, band: usize, means: usize
): void {
  const pitchX = (right - left) / f64(columns)
  const pitchY = (bottom - top) / f64(rows)
  const begin = left + (pitchX * (1 - window)) / 2
  const span = f32(pitchX * window)
  const scale = f32(1 / (pitchX * window * pitchY * window))
  for (let row: u32 = 0; row < rows; row++) {
    const from = top + f64(row) * pitchY + (pitchY * (1 - window)) / 2
    sumBand(sums, width, height, from, from + pitchY * window, band)
    let x = f32(begin)
    for (let column: u32 = 0; column < columns; column++, means += 4) {
      store<f32>(means, (sumLeftOf(x + span, width, band) - sumLeftOf(x, width, band)) * scale)
      x = f32(begin + f64(column + 1) * pitchX)
    }
  }
}

/** At each column edge, the sum of everything left of it and between two heights. */
function sumBand(sums: usize, width: u32, height: u32, from: f64, to: f64, band: usize): void {
  const line = 4 * (width + 1)
  const upper = min<u32>(u32(from), height - 1)
  const lower = min<u32>(u32(to), height - 1)
  const above = f32x4.splat(f32(from - f64(upper)))
  const below = f32x4.splat(f32(to - f64(lower)))
  let a = sums + upper * line
  let b = sums + lower * line
  for (let x: u32 = 0; x <= width; x += 4, a += 16, b += 16, band += 16) {
    const top = v128.load(a)
    const bottom = v128.load(b)
    const cutAbove = f32x4.convert_i32x4_s(i32x4.sub(v128.load(a + line), top))
    const cutBelow = f32x4.convert_i32x4_s(i32x4.sub(v128.load(b + line), bottom))
    const whole = f32x4.convert_i32x4_s(i32x4.sub(bottom, top))
    const ends = f32x4.sub(f32x4.mul(cutBelow, below), f32x4.mul(cutAbove, above))
    v128.store(band, f32x4.add(whole, ends))
  }
}

// @ts-ignore: decorator
@inline
function sumLeftOf(x: f32, width: u32, band: usize): f32 {
  const column = min<u32>(u32(x), width - 1)
  const at = band + 4 * column
  const sum = load<f32>(at)
  return sum + (load<f32>(at, 4) - sum) * (x - f32(column))
}

/** Variance of the Laplacian of the inner pixels; 0 for pictures under 3 × 3. */
export function laplacianVariance(values: usize, width: u32, height: u32): f64 {
  if (width < 3 || height < 3) return 0
  let sum: i64 = 0
  let squares: i64 = 0
  for (let y: u32 = 1; y < height - 1; y++) {
    const row = values + y * width
    let x: u32 = 1
    let sums = i32x4.splat(0)
    let products = i32x4.splat(0)
    for (; x + 8 < width; x += 8) {
      const at = row + x
      const around = i16x8.add(
        i16x8.add(v128.load_ext<u8>(at - 1), v128.load_ext<u8>(at + 1)),
        i16x8.add(v128.load_ext<u8>(at - width), v128.load_ext<u8>(at + width))
      )
      const edge = i16x8.sub(i16x8.shl(v128.load_ext<u8>(at), 2), around)
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(edge, i16x8.splat(1)))
      products = i32x4.add(products, i32x4.dot_i16x8_s(edge, edge))
    }
    for (let lane = 0; lane < 4; lane++) {
      sum += i64(laneOf(sums, lane))
      squares += i64(u32(laneOf(products, lane)))
    }
    for (; x < width - 1; x++) {
      const at = row + x
      const edge = 4 * i32(load<u8>(at)) - i32(load<u8>(at - 1)) - i32(load<u8>(at + 1))
        - i32(load<u8>(at - width)) - i32(load<u8>(at + width))
      sum += edge
      squares += edge * edge
    }
  }
  const count = f64((width - 2) * (height - 2))
  const mean = f64(sum) / count
  return f64(squares) / count - mean * mean
}

// @ts-ignore: decorator
@inline
function laneOf(vector: v128, lane: i32): i32 {
  if (lane == 0) return i32x4.extract_lane(vector, 0)
  if (lane == 1) return i32x4.extract_lane(vector, 1)
  if (lane == 2) return i32x4.extract_lane(vector, 2)
  return i32x4.extract_lane(vector, 3)
}
