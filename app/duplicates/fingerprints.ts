import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Square } from '#duplicates/confirming'
import { hashVersion, type Fingerprint } from '#duplicates/hashing'
import type { Comparable } from '#duplicates/pairs/judging'
import type { Decoded } from '#library/decoding/decoding'

/**
 * Keeps what the decoder read of a picture's pixels, in the transaction that makes the file
 * visible. Of what is no whole picture nothing is kept; what was kept of a former file goes.
 */
export async function keepFingerprint(
  trx: TransactionClientContract,
  assetId: number,
  {
    kind,
    sha256,
    picture,
  }: Pick<Decoded, 'kind' | 'sha256'> & {
    picture: Pick<NonNullable<Decoded['picture']>, 'readings'> | null
  }
) {
  if (kind !== 'image' || !picture?.readings) {
    for (const table of ['fingerprints', 'fingerprint_squares']) {
      await trx.from(table).where('asset_id', assetId).delete()
    }
    return
  }
  const { fingerprint, square, jpegQuality } = picture.readings as unknown as Readings
  await trx.rawQuery(upsert, [
    ...[assetId, sha256, hashVersion],
    ...valuesOf(fingerprint),
    jpegQuality!,
  ])
  await trx.rawQuery(upsertSquare, [assetId, Buffer.from(square)])
}

/** What start/decoding.ts has read. */
interface Readings {
  fingerprint: Fingerprint
  square: Square
  jpegQuality: number | null
}

const columns = [
  ...['asset_id', 'sha256', 'hash_version', 'quality', 'pdq', 'turned', 'inner', 'crops', 'phash'],
  ...['dhash', 'colour', 'sharpness', 'thumbnail_sha256', 'jpeg_quality'],
]
/** In quotes: to Postgres, "inner" is a word of its own. */
const quoted = columns.map((column) => `"${column}"`)
const upsert = `INSERT INTO fingerprints (${quoted.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT (asset_id) DO UPDATE SET pixel_sha256 = NULL, compared_order = NULL,
    ${quoted.map((column) => `${column} = excluded.${column}`).join(', ')}`
const upsertSquare = `INSERT INTO fingerprint_squares (asset_id, square) VALUES (?, ?)
  ON CONFLICT (asset_id) DO UPDATE SET square = excluded.square`

function valuesOf(fingerprint: Fingerprint) {
  return [
    fingerprint.quality,
    Buffer.from(fingerprint.pdq),
    Buffer.from(fingerprint.oriented.subarray(32)),
    packInner(fingerprint.inner)!,
    Buffer.from(fingerprint.crops),
    Buffer.from(fingerprint.pHash),
    Buffer.from(fingerprint.dHash),
    Buffer.from(fingerprint.colour),
    fingerprint.sharpness,
    fingerprint.pixels,
  ]
}

function packInner(inner: Fingerprint['inner']) {
  if (!inner) return null
  const { left, top, right, bottom } = inner.part
  return Buffer.concat([inner.pdq, Buffer.from(Float32Array.of(left, top, right, bottom).buffer)])
}

export function unpackInner(packed: Buffer | null): Fingerprint['inner'] {
  if (!packed) return null
  const [left, top, right, bottom] = [32, 36, 40, 44].map((at) => packed.readFloatLE(at))
  return { pdq: packed.subarray(0, 32), part: { left, top, right, bottom } }
}

/** A row of fingerprints beside its square and the columns of its asset that comparing looks at. */
export interface FingerprintRow {
  asset_id: number
  sha256: string
  quality: number
  pdq: Buffer
  turned: Buffer
  inner: Buffer | null
  crops: Buffer
  phash: Buffer
  dhash: Buffer
  colour: Buffer
  sharpness: number
  thumbnail_sha256: string
  pixel_sha256: string | null
  jpeg_quality: number | null
  square: Buffer
  width: number
  height: number
  orientation: number | null
  frames: number | null
}

/** Its `pixels` are those in full size, where another picture was found that may have the same. */
export type LibraryPicture = Comparable & { assetId: number }

/** As it is looked at, which may be turned from how it is stored. */
export function upright(row: { width: number; height: number; orientation: number | null }) {
  const lies = (row.orientation ?? 1) >= 5
  return lies ? { width: row.height, height: row.width } : { width: row.width, height: row.height }
}

/** As a scan would have it: upright. */
export function pictureOf(row: FingerprintRow): LibraryPicture {
  return {
    assetId: row.asset_id,
    sha256: row.sha256,
    ...upright(row),
    square: row.square,
    fingerprint: {
      pdq: row.pdq,
      quality: row.quality,
      oriented: Buffer.concat([row.pdq, row.turned]),
      inner: unpackInner(row.inner),
      crops: row.crops,
      pHash: row.phash,
      dHash: row.dhash,
      colour: row.colour,
      sharpness: row.sharpness,
      pixels: row.pixel_sha256 ?? `of ${row.asset_id} not taken`,
    },
  }
}

/** Those of these assets that have a fingerprint, trashed ones too. */
export async function libraryPictures(assetIds: number[]): Promise<LibraryPicture[]> {
  const rows = await picturesOf(assetIds)
  return rows.map(pictureOf)
}

/** The rows of these assets that have a fingerprint, trashed ones too. */
export async function picturesOf(assetIds: number[], client = db.connection()) {
  return (await client
    .from('fingerprints as f')
    .join('fingerprint_squares as s', 's.asset_id', 'f.asset_id')
    .join('assets as a', 'a.id', 'f.asset_id')
    .whereIn('f.asset_id', assetIds)
    .select('f.*', 's.square', 'a.width', 'a.height', 'a.orientation', 'a.frames')
    .orderBy('f.asset_id')) as FingerprintRow[]
}
