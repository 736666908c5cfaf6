import { createSet, pairsWithin } from '#duplicates/candidates'
import { orientations, pdqBytes } from '#duplicates/hashing/pdq'
import {
  cropsOf,
  hashAt,
  hasLittle,
  innersOf,
  judge,
  pixelsOf,
  type Comparable,
  type Verdict,
} from '#duplicates/pairs/judging'
import { partDistance, type Preset } from '#duplicates/presets'

/** Two pictures, by their numbers (first < second), that count as the same. */
export interface Match extends Verdict {
  first: number
  second: number
}

type Pair = [first: number, second: number]

/**
 * All pairs that a preset counts as the same, each once, with the strongest kind that holds.
 * Exact for the preset's distance; work grows with the square of the number of pictures
 * (0.9 ns a pair) beyond 47 bits.
 */
export function findMatches(pictures: Comparable[], preset: Preset): Match[] {
  const seen = new Set<number>()
  const matches: Match[] = []
  for (const [one, other] of candidatePairs(pictures, preset)) {
    const [first, second] = one < other ? [one, other] : [other, one]
    const key = first * pictures.length + second
    if (first === second || seen.has(key)) continue
    seen.add(key)
    const verdict = judge(pictures[first], pictures[second], preset)
    if (verdict) matches.push({ first, second, ...verdict })
  }
  return matches
}

/** Every pair, by numbers, that can count as the same, some twice, and others. */
export function* candidatePairs(pictures: Comparable[], preset: Preset): Generator<Pair> {
  yield* equal(pictures, ({ sha256 }) => sha256)
  if (preset.pixels) yield* equal(pictures, pixelsOf)
  if (preset.distance === null) return
  const ids = [...pictures.keys()].filter((id) => !hasLittle(pictures[id]))
  const hashes = Buffer.concat(ids.map((id) => pictures[id].fingerprint.pdq))
  const near = pairsWithin(hashes, pdqBytes, preset.distance)
  for (const [at, first] of near.first.entries()) yield [ids[first], ids[near.second[at]]]
  if (preset.turned) yield* turned(pictures, ids, preset.distance)
  if (preset.borders || preset.crops) yield* inParts(pictures, ids, preset)
}

function* equal(pictures: Comparable[], keyOf: (picture: Comparable) => string): Generator<Pair> {
  const groups = Map.groupBy(pictures.keys(), (id) => keyOf(pictures[id]))
  for (const ids of groups.values()) {
    for (const [at, first] of ids.entries()) {
      for (const second of ids.slice(at + 1)) yield [first, second]
    }
  }
}

/** A picture in each other orientation against all that come after it as they stand. */
function* turned(pictures: Comparable[], ids: number[], limit: number): Generator<Pair> {
  const set = createSet(Buffer.concat(ids.map((id) => pictures[id].fingerprint.pdq)), pdqBytes)
  for (const [at, first] of ids.entries()) {
    for (let orientation = 1; orientation < orientations.length; orientation++) {
      const hash = hashAt(pictures[first].fingerprint.oriented, orientation)
      for (const { id } of set.near(hash, limit, at + 1)) yield [first, ids[id]]
    }
  }
}

/** What a border encloses, and what a crop can show, against whole pictures and what borders enclose. */
function* inParts(pictures: Comparable[], ids: number[], preset: Preset): Generator<Pair> {
  const inners = ids.flatMap((id) => partsOf(id, innersOf(pictures[id].fingerprint)))
  const targets = [...ids.map((id) => ({ id, hash: pictures[id].fingerprint.pdq })), ...inners]
  const set = createSet(Buffer.concat(targets.map(({ hash }) => hash)), pdqBytes)
  const crops = preset.crops
    ? ids.flatMap((id) => partsOf(id, cropsOf(pictures[id].fingerprint)))
    : []
  for (const source of [...inners, ...crops]) {
    for (const { id } of set.near(source.hash, partDistance)) yield [source.id, targets[id].id]
  }
}

const partsOf = (id: number, parts: { hash: Uint8Array }[]) =>
  parts.map(({ hash }) => ({ id, hash }))
