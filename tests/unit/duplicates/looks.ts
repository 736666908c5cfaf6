import sharp from 'sharp'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { keepFingerprint } from '#duplicates/fingerprints'
import { hashPixels, squareOf, type Fingerprint } from '#duplicates/hashing'
import { createAsset } from '#tests/helpers/library'
import { drawing, thumbnailOf } from './drawings.js'

/** What is read of a picture, and the content it is said to be of. */
export interface Looks {
  sha256: string
  fingerprint: Fingerprint
  square: Uint8Array
}

/** Numbers below `limit`, the same for the same seed. */
export function dice(seed: number) {
  let state = seed
  return (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) % limit
  }
}

/**
 * Flocks of pictures some bits from drawings, from crops and from mirrored copies of them in any of
 * their hashes; some with the pixels of another, with a border or with next to nothing in them.
 */
export async function flocks(bases: number, copies: number, draw: (limit: number) => number) {
  const drawn: Omit<Looks, 'sha256'>[] = []
  for (let number = 0; number < bases; number++) {
    const image = await drawing(number).png().toBuffer()
    const part = sharp(image).extract({ left: 32, top: 24, width: 576, height: 432 })
    for (const each of [sharp(image), part, sharp(image).flop()]) {
      const pixels = await thumbnailOf(each)
      drawn.push({ fingerprint: hashPixels(pixels), square: squareOf(pixels) })
    }
  }
  return Array.from({ length: copies }, (_, at): Looks => {
    const base = drawn[draw(drawn.length)]
    const square = draw(4) ? base.square : drawn[draw(drawn.length)].square
    const sha256 = (draw(20) ? at : draw(at + 1)).toString(16).padStart(64, '0')
    return { sha256, fingerprint: vary(base.fingerprint, draw), square }
  })
}

const whole = { left: 0, top: 0, right: 1, bottom: 1 }

function vary(base: Fingerprint, draw: (limit: number) => number): Fingerprint {
  const oriented = flip(base.oriented, 8 * draw(60), draw)
  const crops = flip(base.crops, 9 * draw(60), draw)
  const pdq = oriented.slice(0, 32)
  const inner = draw(5) ? null : { pdq: flip(base.pdq, draw(90), draw), part: whole }
  return { ...base, pdq, oriented, crops, inner, quality: draw(10) ? 80 : 30 }
}

function flip(hash: Uint8Array, bits: number, draw: (limit: number) => number) {
  const changed = hash.slice()
  for (let bit = 0; bit < bits; bit++) changed[draw(changed.length)] ^= 1 << draw(8)
  return changed
}

/** An asset as an import of such a picture leaves it. */
export async function listPicture(looks: Looks, owner: User, file: object = {}) {
  const asset = await createAsset({ owner, file: { sha256: looks.sha256, ...file } })
  await db.transaction((trx) =>
    keepFingerprint(trx, asset.id, {
      kind: 'image',
      sha256: looks.sha256,
      picture: {
        readings: { fingerprint: looks.fingerprint, square: looks.square, jpegQuality: null },
      },
    })
  )
  return asset
}
