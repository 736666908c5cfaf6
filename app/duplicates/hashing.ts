import { hash } from 'node:crypto'
import { colourSignature } from '#duplicates/hashing/colour'
import { dHash, pHash } from '#duplicates/hashing/classic'
import {
  boxAverage,
  loadLuma,
  lowFrequencies,
  sharpnessOf,
  wholeOf,
  type Luma,
  type Pixels,
  type Rectangle,
} from '#duplicates/hashing/luma'
import { pdqOf, pdqQuality, pdqsOf } from '#duplicates/hashing/pdq'
import { cropsOf, withoutBorder } from '#duplicates/hashing/parts'

export type { Pixels } from '#duplicates/hashing/luma'

/** Raised when the same pixels would get other hashes than before. */
export const hashVersion = 1

/** All that is kept of a picture's looks; every hash is in the order of its hexadecimal form. */
export interface Fingerprint {
  /** PDQ (32 bytes) as it stands, and how much there is to recognise, 0 to 100. */
  pdq: Uint8Array
  quality: number
  /** 8 × 32 bytes: PDQ in the eight orientations of ./hashing/pdq, the first as it stands. */
  oriented: Uint8Array
  /** PDQ of what a plain border encloses, and that part in shares of width and height; null without a border. */
  inner: { pdq: Uint8Array; part: Rectangle } | null
  /** 32 bytes each: PDQ of the crops of ./hashing/parts, in their order. */
  crops: Uint8Array
  /** 64-bit DCT and gradient hashes, 8 bytes each. */
  pHash: Uint8Array
  dHash: Uint8Array
  /** Mean red, green and blue of 4 × 4 fields. */
  colour: Uint8Array
  /** Variance of the Laplacian. */
  sharpness: number
  /** SHA-256 of the pixels given, in hexadecimal. */
  pixels: string
}

/** PDQ's filter is a tent one cell wide; a box of this share of a cell spreads as far. */
const pdqWindow = Math.SQRT1_2

/**
 * The hashes of a picture, from the raw pixels of its thumbnail (at most 320 px on the longer
 * side, upright, sRGB). Smaller pictures are hashed as they are. Pure and synchronous, about
 * 1 ms; throws a RangeError for pictures that are no thumbnails.
 */
export function hashPixels(pixels: Pixels): Fingerprint {
  const luma = loadLuma(pixels)
  const whole = wholeOf(luma)
  const quality = pdqQuality(boxAverage(luma, whole, 64, 64, pdqWindow))
  const oriented = pdqsOf(lowFrequencies())
  return {
    pdq: oriented.slice(0, 32),
    quality,
    oriented,
    inner: hashInner(luma),
    crops: hashCrops(luma),
    pHash: pHash(boxAverage(luma, whole, 32, 32)),
    dHash: dHash(boxAverage(luma, whole, 9, 8)),
    colour: colourSignature(pixels),
    sharpness: sharpnessOf(luma),
    pixels: hash('sha256', pixels.data),
  }
}

/** 64 × 64 brightness, row by row: what matches are confirmed on. */
export function squareOf(pixels: Pixels): Uint8Array {
  const luma = loadLuma(pixels)
  const means = boxAverage(luma, wholeOf(luma), 64, 64)
  const square = new Uint8Array(means.length)
  for (let at = 0; at < square.length; at++) square[at] = Math.round(means[at])
  return square
}

function hashInner(luma: Luma) {
  const part = withoutBorder(luma)
  if (!part) return null
  const { left, top, right, bottom } = part
  const shares = {
    left: left / luma.width,
    top: top / luma.height,
    right: right / luma.width,
    bottom: bottom / luma.height,
  }
  return { pdq: hashPart(luma, part), part: shares }
}

function hashCrops(luma: Luma) {
  const hashes = cropsOf(luma).map((part) => hashPart(luma, part))
  return Buffer.concat(hashes)
}

function hashPart(luma: Luma, part: Rectangle) {
  boxAverage(luma, part, 64, 64, pdqWindow)
  return pdqOf(lowFrequencies())
}
