import { createKernels, reserve } from '#duplicates/kernels/kernels'

/** Pairs of hash numbers with their Hamming distance, as three columns. */
export interface Pairs {
  first: Uint32Array
  second: Uint32Array
  distance: Uint32Array
}

/** Limits up to which the banded join beats looking at every pair; beyond them both find the same. */
const widestJoin = { 8: 12, 32: 47 }

/**
 * Every pair of hashes within `limit` bits, each once, found with multi-index hashing: exact,
 * and for the limits it is made for (12 of 64 bits, 47 of 256) nearly linear. `hashes` are laid
 * end to end, `bytes` each (8 or 32).
 */
export function pairsWithin(hashes: Uint8Array, bytes: 8 | 32, limit: number): Pairs {
  if (limit > widestJoin[bytes]) return pairsByBruteForce(hashes, bytes, limit)
  const { kernels, output, pairs } = collect()
  const count = hashes.length / bytes
  const from = load(kernels, hashes)
  const work = reserve(kernels, 4 * 65_538 + 4 * (count + 2) + hashes.length + 16)
  kernels.joinWithin(from, count, bytes / 8, limit, work, output, room)
  return pairs()
}

/** The same by comparing all with all: what the join is measured and tested against. */
export function pairsByBruteForce(hashes: Uint8Array, bytes: 8 | 32, limit: number): Pairs {
  return createSet(hashes, bytes).pairsOfAll(limit)
}

/** Hashes kept in memory, `bytes` each and nothing more, to be asked again and again. */
export interface HashSet {
  count: number
  /** Adds a hash and returns its number. */
  add(hash: Uint8Array): number
  /** The numbers, from `from` on, of the hashes within `limit` bits of a query: 1.2 ns per 256-bit hash. */
  near(query: Uint8Array, limit: number, from?: number): { id: number; distance: number }[]
  pairsOfAll(limit: number): Pairs
}

export function createSet(hashes: Uint8Array, bytes: 8 | 32): HashSet {
  const collector = collect()
  const { kernels } = collector
  const queryAt = reserve(kernels, 64)
  const start = load(kernels, hashes)
  let count = hashes.length / bytes
  const scan = (query: number, limit: number, from: number, name: number) =>
    kernels.scanWithin(start, from, count, bytes / 8, query, limit, name, collector.output, room)
  return {
    get count() {
      return count
    },
    add(hash) {
      const at = start + count * bytes
      const lacking = at + bytes - kernels.memory.buffer.byteLength
      if (lacking > 0) reserve(kernels, Math.max(lacking, (count * bytes) / 8))
      new Uint8Array(kernels.memory.buffer, at, bytes).set(hash)
      return count++
    },
    near(query, limit, from = 0) {
      new Uint8Array(kernels.memory.buffer, queryAt, bytes).set(query)
      scan(queryAt, limit, from, 0)
      const { second, distance } = collector.pairs()
      return Array.from(second, (id, at) => ({ id, distance: distance[at] }))
    },
    pairsOfAll(limit) {
      for (let id = 0; id + 1 < count; id++) scan(start + id * bytes, limit, id + 1, id)
      return collector.pairs()
    },
  }
}

/** Pairs the kernels write before they are taken out. */
const room = 8_192

/** Kernels of their own whose pairs are kept; `pairs` hands them out and forgets them. */
function collect() {
  let taken: Uint32Array[] = []
  const kernels = createKernels((count) => {
    taken.push(new Uint32Array(kernels.memory.buffer, output, count * 3).slice())
  })
  const output = reserve(kernels, room * 12)
  return {
    kernels,
    output,
    pairs() {
      const pairs = inColumns(taken)
      taken = []
      return pairs
    },
  }
}

function inColumns(parts: Uint32Array[]): Pairs {
  const count = parts.reduce((sum, part) => sum + part.length / 3, 0)
  const pairs = {
    first: new Uint32Array(count),
    second: new Uint32Array(count),
    distance: new Uint32Array(count),
  }
  let to = 0
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 3, to++) {
      pairs.first[to] = part[at]
      pairs.second[to] = part[at + 1]
      pairs.distance[to] = part[at + 2]
    }
  }
  return pairs
}

function load(kernels: ReturnType<typeof createKernels>, hashes: Uint8Array) {
  const at = reserve(kernels, hashes.length)
  new Uint8Array(kernels.memory.buffer, at, hashes.length).set(hashes)
  return at
}
