// The 16 × 16 lowest frequencies, without the mean, of a 64 × 64 picture: PDQ's transform.

/**
 * Rows of the result are vertical frequencies. `cosines` are the DCT-II rows 1 to 16, transposed
 * (64 × 16 f32), so that one sample meets all frequencies at once; `between` has room for as many.
 */
export function transform(means: usize, cosines: usize, between: usize, frequencies: usize): void {
  for (let row: usize = 0; row < 64; row++) {
    project(means + row * 256, cosines, between + row * 64)
  }
  // `between` holds 64 rows of 16 horizontal frequencies; each row is weighed into all 16 outputs.
  memory.fill(frequencies, 0, 1024)
  for (let row: usize = 0; row < 64; row++) {
    const from = between + row * 64
    const a = v128.load(from)
    const b = v128.load(from, 16)
    const c = v128.load(from, 32)
    const d = v128.load(from, 48)
    for (let vertical: usize = 0; vertical < 16; vertical++) {
      const weight = f32x4.splat(load<f32>(cosines + 4 * (row * 16 + vertical)))
      const to = frequencies + vertical * 64
      v128.store(to, f32x4.add(v128.load(to), f32x4.mul(weight, a)))
      v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(weight, b)), 16)
      v128.store(to, f32x4.add(v128.load(to, 32), f32x4.mul(weight, c)), 32)
      v128.store(to, f32x4.add(v128.load(to, 48), f32x4.mul(weight, d)), 48)
    }
  }
}

// @ts-ignore: decorator
@inline
function project(from: usize, cosines: usize, to: usize): void {
  let a = f32x4.splat(0)
  let b = f32x4.splat(0)
  let c = f32x4.splat(0)
  let d = f32x4.splat(0)
  for (let sample = 0; sample < 64; sample++, from += 4, cosines += 64) {
    const value = f32x4.splat(load<f32>(from))
    a = f32x4.add(a, f32x4.mul(value, v128.load(cosines)))
    b = f32x4.add(b, f32x4.mul(value, v128.load(cosines, 16)))
    c = f32x4.add(c, f32x4.mul(value, v128.load(cosines, 32)))
    d = f32x4.add(d, f32x4.mul(value, v128.load(cosines, 48)))
  }
  v128.store(to, a)
  v128.store(to, b, 16)
  v128.store(to, c, 32)
  v128.store(to, d, 48)
}
