import { agreement, everything, type Square } from '#duplicates/confirming'
import { createSet, pairsWithin } from '#duplicates/candidates'
import { crops as cropParts } from '#duplicates/hashing/parts'
import { orientations, pdqBytes } from '#duplicates/hashing/pdq'
import type { Fingerprint } from '#duplicates/hashing'
import type { Rectangle } from '#duplicates/hashing/luma'
import { lowContent, closeAgreement, partDistance, type Preset } from '#duplicates/presets'

/** What is compared of a picture. */
export interface Comparable {
  sha256: string
  width: number
  height: number
  fingerprint: Fingerprint
  square: Square
}

export type MatchKind = 'bytes' | 'pixels' | 'similar' | 'mirrored' | 'turned' | 'border' | 'crop'

/** Two pictures, by their numbers (first < second), that count as the same. */
export interface Match {
  first: number
  second: number
  kind: MatchKind
  /** Bits of 256 between the hashes that agreed; 0 for equal bytes and pixels. */
  distance: number
}

/**
 * All pairs that a preset counts as the same, each once, with the strongest kind that holds.
 * Exact for the preset's distance; work grows with the square of the number of pictures
 * (0.9 ns a pair) beyond 47 bits.
 */
export function findMatches(pictures: Comparable[], preset: Preset): Match[] {
  const found = new Map<number, Match>()
  const keep = (match: Match) => {
    const key = match.first * pictures.length + match.second
    if (!found.has(key)) found.set(key, match)
  }
  const known = (a: number, b: number) =>
    found.has(Math.min(a, b) * pictures.length + Math.max(a, b))
  matchEqual(pictures, 'bytes', ({ sha256 }) => sha256, keep)
  if (preset.pixels) matchEqual(pictures, 'pixels', pixelsOf, keep)
  if (preset.distance === null) return [...found.values()]
  const ids = pictures.flatMap(({ fingerprint }, id) =>
    fingerprint.quality > lowContent ? [id] : []
  )
  const comparison = { pictures, preset, ids, limit: preset.distance, keep, known }
  matchSimilar(comparison)
  if (preset.turned) matchTurned(comparison)
  if (preset.borders || preset.crops) matchParts(comparison)
  return [...found.values()]
}

interface Comparison {
  pictures: Comparable[]
  preset: Preset
  /** Of the pictures with enough in them. */
  ids: number[]
  limit: number
  keep: (match: Match) => void
  known: (a: number, b: number) => boolean
}

const pixelsOf = ({ width, height, fingerprint }: Comparable) =>
  `${width}×${height} ${fingerprint.pixels}`

function matchEqual(
  pictures: Comparable[],
  kind: 'bytes' | 'pixels',
  keyOf: (picture: Comparable) => string,
  keep: (match: Match) => void
) {
  const groups = Map.groupBy(pictures.keys(), (id) => keyOf(pictures[id]))
  for (const ids of groups.values()) {
    ids.forEach((first, at) => {
      for (const second of ids.slice(at + 1)) keep({ first, second, kind, distance: 0 })
    })
  }
}

function matchSimilar({ pictures, preset, ids, limit, keep, known }: Comparison) {
  const hashes = Buffer.concat(ids.map((id) => pictures[id].fingerprint.pdq))
  const pairs = pairsWithin(hashes, pdqBytes, limit)
  pairs.distance.forEach((distance, at) => {
    const [first, second] = [ids[pairs.first[at]], ids[pairs.second[at]]]
    if (known(first, second)) return
    const both = [pictures[first], pictures[second]]
    const seen = () => agreementOf(pictures[first], pictures[second], 0)
    if (agrees(distance, preset, both, seen, preset.agreement))
      keep({ first, second, kind: 'similar', distance })
  })
}

/** Near hashes are believed, except of two pictures with borders: those may be all they share. */
function agrees(
  distance: number,
  { believed }: Preset,
  both: Comparable[],
  seen: () => number,
  wanted: number
) {
  const framed = both.every(({ fingerprint }) => fingerprint.inner)
  return (distance <= believed && !framed) || seen() >= wanted
}

/** Of whole pictures; inside the second's border where it has one. */
function agreementOf(a: Comparable, b: Comparable, orientation: number) {
  const part = b.fingerprint.inner?.part ?? everything
  const square = orientation ? orient(a.square, orientation) : a.square
  return agreement(square, b.square, part, part)
}

/** A picture in each other orientation against all that come after it as they stand. */
function matchTurned({ pictures, preset, ids, limit, keep, known }: Comparison) {
  const set = createSet(Buffer.concat(ids.map((id) => pictures[id].fingerprint.pdq)), pdqBytes)
  ids.forEach((first, at) => {
    for (let orientation = 1; orientation < orientations.length; orientation++) {
      const hash = hashAt(pictures[first].fingerprint.oriented, orientation)
      for (const { id, distance } of set.near(hash, limit, at + 1)) {
        const second = ids[id]
        if (known(first, second)) continue
        const seen = () => agreementOf(pictures[first], pictures[second], orientation)
        const both = [pictures[first], pictures[second]]
        const kind = orientation === 1 || orientation === 2 ? 'mirrored' : 'turned'
        if (agrees(distance, preset, both, seen, closeAgreement)) {
          keep({ first, second, kind, distance })
        }
      }
    }
  })
}

/** What a border encloses, and what a crop can show, against whole pictures and what borders enclose. */
function matchParts({ pictures, preset, ids, keep, known }: Comparison) {
  const wholes = ids.map((id) => ({
    id,
    hash: pictures[id].fingerprint.pdq,
    part: everything,
  }))
  const inners = ids.flatMap((id) => innerOf(id, pictures[id].fingerprint))
  const targets = [...wholes, ...inners]
  const set = createSet(Buffer.concat(targets.map(({ hash }) => hash)), pdqBytes)
  const crops = preset.crops ? ids.flatMap((id) => cropsOf(id, pictures[id].fingerprint)) : []
  for (const source of [...inners, ...crops]) {
    for (const { id, distance } of set.near(source.hash, partDistance)) {
      const target = targets[id]
      if (source.id === target.id || known(source.id, target.id)) continue
      const [a, b] = [pictures[source.id].square, pictures[target.id].square]
      if (agreement(a, b, source.part, target.part) < closeAgreement) continue
      const first = Math.min(source.id, target.id)
      const second = Math.max(source.id, target.id)
      keep({ first, second, kind: source.kind, distance })
    }
  }
}

interface Part {
  id: number
  hash: Uint8Array
  part: Rectangle
  kind: 'border' | 'crop'
}

const innerOf = (id: number, { inner }: Fingerprint): Part[] =>
  inner ? [{ id, hash: inner.pdq, part: inner.part, kind: 'border' }] : []

const cropsOf = (id: number, fingerprint: Fingerprint): Part[] =>
  cropParts.map((part, at) => ({ id, hash: hashAt(fingerprint.crops, at), part, kind: 'crop' }))

const hashAt = (hashes: Uint8Array, at: number) =>
  hashes.subarray(at * pdqBytes, (at + 1) * pdqBytes)

/** A square mirrored and turned as ./hashing/pdq counts orientations. */
export function orient(square: Square, orientation: number): Square {
  return square.map((_, at) => {
    const [row, column] = [at >> 6, at & 63]
    const x = orientation & 1 ? 63 - column : column
    const y = orientation & 2 ? 63 - row : row
    return square[orientation & 4 ? x * 64 + y : y * 64 + x]
  })
}
