import { agreement, everything, type Square } from '#duplicates/confirming'
import type { Fingerprint } from '#duplicates/hashing'
import type { Rectangle } from '#duplicates/hashing/luma'
import { crops as cropParts } from '#duplicates/hashing/parts'
import { inverseOf, orientations, pdqBytes } from '#duplicates/hashing/pdq'
import {
  closeAgreement,
  lowContent,
  partDistance,
  presetNames,
  presets,
  type Preset,
  type PresetName,
} from '#duplicates/presets'

/** What is compared of a picture. */
export interface Comparable {
  sha256: string
  width: number
  height: number
  fingerprint: Fingerprint
  square: Square
}

export type MatchKind = 'bytes' | 'pixels' | 'similar' | 'mirrored' | 'turned' | 'border' | 'crop'

export interface Verdict {
  kind: MatchKind
  /** Bits of 256 between the hashes that agreed; 0 for equal bytes and pixels. */
  distance: number
  /** What their pixels agree by, where hashes alone were not believed. */
  agreement: number | null
}

/** Two pictures, in an order that does not depend on when they came, with what was looked up of both. */
interface Look {
  a: Comparable
  b: Comparable
  seen: Map<string, number>
}

/** Why two pictures count as the same by a preset; null where they do not. The order is of no account. */
export function judge(one: Comparable, other: Comparable, preset: Preset): Verdict | null {
  return judgeLook(lookAt(one, other), preset)
}

/** The strictest preset by which two pictures are the same, and why; null where none has it. */
export function judgeStrictly(one: Comparable, other: Comparable) {
  const look = lookAt(one, other)
  for (const name of presetNames) {
    const verdict = judgeLook(look, presets[name])
    if (verdict) return { ...verdict, preset: name as PresetName }
  }
  return null
}

function lookAt(one: Comparable, other: Comparable): Look {
  const [a, b] = one.sha256 < other.sha256 ? [one, other] : [other, one]
  return { a, b, seen: new Map() }
}

function judgeLook(look: Look, preset: Preset): Verdict | null {
  const { a, b } = look
  if (a.sha256 === b.sha256) return { kind: 'bytes', distance: 0, agreement: null }
  if (preset.pixels && pixelsOf(a) === pixelsOf(b)) {
    return { kind: 'pixels', distance: 0, agreement: null }
  }
  if (preset.distance === null || hasLittle(a) || hasLittle(b)) return null
  return (
    asTheyStand(look, preset, preset.distance) ??
    (preset.turned ? turned(look, preset, preset.distance) : null) ??
    (preset.borders || preset.crops ? inParts(look, preset) : null)
  )
}

export const pixelsOf = ({ width, height, fingerprint }: Comparable) =>
  `${width}×${height} ${fingerprint.pixels}`

/** Too little to recognise: such pictures agree by chance. */
export const hasLittle = ({ fingerprint }: { fingerprint: { quality: number } }) =>
  fingerprint.quality <= lowContent

function asTheyStand(look: Look, preset: Preset, limit: number): Verdict | null {
  const distance = hamming(look.a.fingerprint.pdq, look.b.fingerprint.pdq)
  if (distance > limit) return null
  return verdict('similar', distance, agreed(look, preset, { distance, orientation: 0 }))
}

/** Near only where it is so seen from both: the hash of a turned picture differs by a few bits from the turned hash. */
function turned(look: Look, preset: Preset, limit: number): Verdict | null {
  const [a, b] = [look.a.fingerprint, look.b.fingerprint]
  for (let orientation = 1; orientation < orientations.length; orientation++) {
    const distance = Math.max(
      hamming(hashAt(a.oriented, orientation), b.pdq),
      hamming(hashAt(b.oriented, inverseOf(orientation)), a.pdq)
    )
    if (distance > limit) continue
    const kind = orientation <= 2 ? 'mirrored' : 'turned'
    const found = verdict(kind, distance, agreed(look, preset, { distance, orientation }))
    if (found) return found
  }
  return null
}

const verdict = (kind: MatchKind, distance: number, found: number | null | false) =>
  found === false ? null : { kind, distance, agreement: found }

/**
 * Near hashes are believed (null), except of two pictures with borders: those may be all they
 * share. Else what their pixels agree by, or false where that is too little.
 */
function agreed(look: Look, preset: Preset, at: { distance: number; orientation: number }) {
  const framed = look.a.fingerprint.inner && look.b.fingerprint.inner
  if (at.distance <= preset.believed && !framed) return null
  const wanted = at.orientation ? closeAgreement : preset.agreement
  const seen = agreementOf(look, at.orientation)
  return seen >= wanted && seen
}

/** Of whole pictures; inside the second's border where it has one. */
function agreementOf({ a, b, seen }: Look, orientation: number) {
  return remembered(seen, `${orientation}`, () => {
    const part = b.fingerprint.inner?.part ?? everything
    const square = orientation ? orient(a.square, orientation) : a.square
    return agreement(square, b.square, part, part)
  })
}

/** What a border encloses, and what a crop can show, against the other as a whole and inside its border. */
function inParts(look: Look, preset: Preset): Verdict | null {
  const { a, b, seen } = look
  const near = [...partsNear(a, b, preset), ...partsNear(b, a, preset)]
  near.sort((one, other) => one.distance - other.distance)
  for (const { source, target, kind, distance, of } of near) {
    const key = [of.sha256 === a.sha256 ? 'a' : 'b', ...Object.values(source.part)]
    const found = remembered(seen, [...key, ...Object.values(target.part)].join(), () =>
      agreement(of.square, (of === a ? b : a).square, source.part, target.part)
    )
    if (found >= closeAgreement) return { kind, distance, agreement: found }
  }
  return null
}

function partsNear(of: Comparable, other: Comparable, preset: Preset) {
  const targets = [wholeOf(other.fingerprint), ...innersOf(other.fingerprint)]
  const sources = [...innersOf(of.fingerprint), ...(preset.crops ? cropsOf(of.fingerprint) : [])]
  return sources.flatMap((source) =>
    targets.flatMap((target) => {
      const distance = hamming(source.hash, target.hash)
      return distance <= partDistance ? [{ source, target, kind: source.kind, distance, of }] : []
    })
  )
}

/** A hash of a part, in shares of the picture's sides. */
export interface Part {
  hash: Uint8Array
  part: Rectangle
  kind: 'border' | 'crop'
}

const wholeOf = ({ pdq }: Fingerprint) => ({ hash: pdq, part: everything })

export const innersOf = ({ inner }: Pick<Fingerprint, 'inner'>): Part[] =>
  inner ? [{ hash: inner.pdq, part: inner.part, kind: 'border' }] : []

export const cropsOf = ({ crops }: Pick<Fingerprint, 'crops'>): Part[] =>
  cropParts.map((part, at) => ({ hash: hashAt(crops, at), part, kind: 'crop' }))

export const hashAt = (hashes: Uint8Array, at: number) =>
  hashes.subarray(at * pdqBytes, (at + 1) * pdqBytes)

/** A square mirrored and turned as hashing/pdq counts orientations. */
export function orient(square: Square, orientation: number): Square {
  return square.map((_, at) => {
    const [row, column] = [at >> 6, at & 63]
    const x = orientation & 1 ? 63 - column : column
    const y = orientation & 2 ? 63 - row : row
    return square[orientation & 4 ? x * 64 + y : y * 64 + x]
  })
}

const bitsOf = Uint8Array.from(
  { length: 256 },
  (_, byte) => byte.toString(2).replaceAll('0', '').length
)

/** How many bits of two hashes differ. */
export function hamming(one: Uint8Array, other: Uint8Array) {
  let bits = 0
  for (let at = 0; at < one.length; at++) bits += bitsOf[one[at] ^ other[at]]
  return bits
}

function remembered(seen: Map<string, number>, key: string, look: () => number) {
  const known = seen.get(key)
  if (known !== undefined) return known
  const found = look()
  seen.set(key, found)
  return found
}
