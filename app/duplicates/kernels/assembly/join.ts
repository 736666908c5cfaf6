// Pairs of hashes within a Hamming distance. A hash is `words` u64: one (64 bit) or four (256 bit).

/** Takes the pairs written so far (first, second, distance as u32 each); their room is used again. */
@external("host", "take")
declare function take(count: u32): void

let pairs: usize = 0
let capacity: u32 = 0
let written: u32 = 0

/**
 * Every pair within `limit`, once, by the generalised pigeonhole (Norouzi et al. 2014, "Fast exact
 * search in Hamming space with multi-index hashing"): cut into 16-bit bands whose radii add up to
 * limit - bands + 1, a pair within the limit is within the radius of at least one band. Each band
 * groups the hashes by its value with a counting sort, and joins each group with those whose value
 * lies within the radius. A pair belongs to the first band that holds it.
 *
 * `work` has room for 65,537 u32 + count × (u32 + words × u64), 8-byte aligned.
 */
export function joinWithin(
  hashes: usize, count: u32, words: u32, limit: i32,
  work: usize, output: usize, room: u32
): void {
  pairs = output
  capacity = room
  written = 0
  const bands = i32(words * 4)
  const spare = limit - bands + 1
  const order = work + 4 * 65538
  const sorted = order + 4 * ((usize(count) + 1) & ~1)
  for (let band = 0; band < bands; band++) {
    const radius = radiusOf(spare, bands, band)
    if (radius < 0) break
    sortByBand(hashes, count, words, band, work, order, sorted)
    for (let mask: u32 = 0; mask < 65536; mask++) {
      if (i32(popcnt(mask)) > radius) continue
      if (words == 1) joinGroups64(mask, band, limit, spare, work, order, sorted)
      else joinGroups256(mask, band, limit, spare, work, order, sorted)
    }
  }
  if (written) take(written)
}

/** The radii differ by at most one, the wider ones first; -1 is a band that need not be looked at. */
// @ts-ignore: decorator
@inline
function radiusOf(spare: i32, bands: i32, band: i32): i32 {
  if (spare < 0) return band < spare + bands ? 0 : -1
  return spare / bands + i32(band < spare % bands)
}

/** Counting sort: afterwards group `value` lies at starts[value] up to starts[value + 1]. */
function sortByBand(
  hashes: usize, count: u32, words: u32, band: i32, starts: usize, order: usize, sorted: usize
): void {
  const size = words * 8
  memory.fill(starts, 0, 4 * 65538)
  const key = hashes + 2 * band
  for (let id: u32 = 0; id < count; id++) {
    const slot = starts + 4 * (u32(load<u16>(key + id * size)) + 2)
    store<u32>(slot, load<u32>(slot) + 1)
  }
  for (let slot = starts + 8; slot < starts + 4 * 65538; slot += 4) {
    store<u32>(slot, load<u32>(slot) + load<u32>(slot - 4))
  }
  for (let id: u32 = 0; id < count; id++) {
    const slot = starts + 4 * (u32(load<u16>(key + id * size)) + 1)
    const at = load<u32>(slot)
    store<u32>(slot, at + 1)
    store<u32>(order + 4 * at, id)
    memory.copy(sorted + at * size, hashes + id * size, size)
  }
}

function joinGroups64(
  mask: u32, band: i32, limit: i32, spare: i32, starts: usize, order: usize, sorted: usize
): void {
  for (let value: u32 = 0; value < 65536; value++) {
    const other = value ^ mask
    if (other < value) continue
    const end = load<u32>(starts + 4 * value, 4)
    const otherStart = load<u32>(starts + 4 * other)
    const otherEnd = load<u32>(starts + 4 * other, 4)
    for (let x = load<u32>(starts + 4 * value); x < end; x++) {
      const hash = load<u64>(sorted + 8 * x)
      for (let y = mask ? otherStart : x + 1; y < otherEnd; y++) {
        const difference = hash ^ load<u64>(sorted + 8 * y)
        const distance = i32(popcnt(difference))
        if (distance <= limit && !inEarlierBand(difference, band, spare)) {
          emit(load<u32>(order + 4 * x), load<u32>(order + 4 * y), distance)
        }
      }
    }
  }
}

function inEarlierBand(difference: u64, band: i32, spare: i32): bool {
  for (let earlier = 0; earlier < band; earlier++) {
    const here = u32(difference >> (16 * earlier)) & 0xffff
    if (i32(popcnt(here)) <= radiusOf(spare, 4, earlier)) return true
  }
  return false
}

function joinGroups256(
  mask: u32, band: i32, limit: i32, spare: i32, starts: usize, order: usize, sorted: usize
): void {
  for (let value: u32 = 0; value < 65536; value++) {
    const other = value ^ mask
    if (other < value) continue
    const end = load<u32>(starts + 4 * value, 4)
    const otherStart = load<u32>(starts + 4 * other)
    const otherEnd = load<u32>(starts + 4 * other, 4)
    for (let x = load<u32>(starts + 4 * value); x < end; x++) {
      const hash = sorted + 32 * x
      const a = load<u64>(hash)
      const b = load<u64>(hash, 8)
      for (let y = mask ? otherStart : x + 1; y < otherEnd; y++) {
        const at = sorted + 32 * y
        const half = i32(popcnt(a ^ load<u64>(at)) + popcnt(b ^ load<u64>(at, 8)))
        if (half > limit) continue
        const distance = half + secondHalf(hash, at)
        if (distance <= limit && !inEarlierBand256(hash, at, band, spare)) {
          emit(load<u32>(order + 4 * x), load<u32>(order + 4 * y), distance)
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function secondHalf(x: usize, y: usize): i32 {
  return i32(
    popcnt(load<u64>(x, 16) ^ load<u64>(y, 16)) + popcnt(load<u64>(x, 24) ^ load<u64>(y, 24))
  )
}

function inEarlierBand256(x: usize, y: usize, band: i32, spare: i32): bool {
  for (let earlier = 0; earlier < band; earlier++) {
    const here = load<u16>(x + 2 * earlier) ^ load<u16>(y + 2 * earlier)
    if (i32(popcnt(u32(here))) <= radiusOf(spare, 16, earlier)) return true
  }
  return false
}

/** All hashes from number `from` on that lie within `limit` of the query; `first` is the query's name. */
export function scanWithin(
  hashes: usize, from: u32, count: u32, words: u32, query: usize, limit: i32, first: u32,
  output: usize, room: u32
): void {
  pairs = output
  capacity = room
  written = 0
  if (words == 1) scan64(hashes, from, count, load<u64>(query), limit, first)
  else scan256(hashes, from, count, query, limit, first)
  if (written) take(written)
}

function scan64(hashes: usize, from: u32, count: u32, hash: u64, limit: i32, first: u32): void {
  for (let id = from; id < count; id++) {
    const distance = i32(popcnt(hash ^ load<u64>(hashes + 8 * id)))
    if (distance <= limit) emit(first, id, distance)
  }
}

function scan256(hashes: usize, from: u32, count: u32, query: usize, limit: i32, first: u32): void {
  const a = load<u64>(query)
  const b = load<u64>(query, 8)
  const c = load<u64>(query, 16)
  const d = load<u64>(query, 24)
  let at = hashes + 32 * from
  for (let id = from; id < count; id++, at += 32) {
    const distance = i32(
      popcnt(a ^ load<u64>(at)) + popcnt(b ^ load<u64>(at, 8)) +
      popcnt(c ^ load<u64>(at, 16)) + popcnt(d ^ load<u64>(at, 24))
    )
    if (distance <= limit) emit(first, id, distance)
  }
}

function emit(first: u32, second: u32, distance: i32): void {
  if (written == capacity) {
    take(written)
    written = 0
  }
  const at = pairs + 12 * written
  store<u32>(at, first)
  store<u32>(at, second, 4)
  store<u32>(at, distance, 8)
  written++
}
