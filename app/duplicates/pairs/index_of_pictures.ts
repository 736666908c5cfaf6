import { setImmediate as pause } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { createSet, type HashSet } from '#duplicates/candidates'
import { orientations, pdqBytes } from '#duplicates/hashing/pdq'
import { cropsOf, hashAt, hasLittle, innersOf, type Comparable } from '#duplicates/pairs/judging'
import { partDistance, presets } from '#duplicates/presets'

/** Hashes and whose they are. */
class NamedHashes {
  ids: number[] = []
  #set: HashSet = createSet(new Uint8Array(0), pdqBytes)

  add(id: number, hash: Uint8Array) {
    this.#set.add(hash)
    this.ids.push(id)
  }

  near(hash: Uint8Array, limit: number) {
    return this.#set.near(hash, limit).map(({ id }) => this.ids[id])
  }
}

/**
 * Every picture that was compared, found by the hashes of its whole and of what a border
 * encloses: about 40 bytes a picture. Pictures that are gone or have another file by now stay
 * in it until the process ends; whoever asks looks at the rows of what is found.
 */
export class PictureIndex {
  /** The highest `compared_order` it knows. */
  order = 0
  #wholes = new NamedHashes()
  #inners = new NamedHashes()

  /** Reads what was compared since it was last asked, by whichever process. */
  async catchUp() {
    for (;;) {
      const rows = await db
        .from('fingerprints')
        .where('compared_order', '>', this.order)
        .orderBy('compared_order')
        .limit(pageSize)
        .select('asset_id', 'quality', 'pdq', 'inner', 'compared_order')
      for (const row of rows) this.#add(row)
      if (rows.length < pageSize) return
      await pause()
    }
  }

  #add(row: {
    asset_id: number
    quality: number
    pdq: Buffer
    inner: Buffer | null
    compared_order: number
  }) {
    this.order = row.compared_order
    if (hasLittle({ fingerprint: row })) return
    this.#wholes.add(row.asset_id, row.pdq)
    if (row.inner) this.#inners.add(row.asset_id, row.inner.subarray(0, pdqBytes))
  }

  /** Assets that may look like a picture, as it stands or inside a border: one look at each hash. */
  candidatesOf({ fingerprint }: Comparable) {
    const { pdq, inner } = fingerprint
    const limit = presets.loose.distance!
    const found = new Set([
      ...this.#wholes.near(pdq, limit),
      ...this.#inners.near(pdq, partDistance),
    ])
    for (const { hash } of innersOf({ inner })) this.#addParts(hash, found)
    return found
  }

  /** Assets that this one may show mirrored or turned, or a crop of it may show: sixteen looks at each hash. */
  widerCandidatesOf({ fingerprint }: Comparable) {
    const found = new Set<number>()
    for (let orientation = 1; orientation < orientations.length; orientation++) {
      const hash = hashAt(fingerprint.oriented, orientation)
      for (const id of this.#wholes.near(hash, presets.loose.distance!)) found.add(id)
    }
    for (const { hash } of cropsOf(fingerprint)) this.#addParts(hash, found)
    return found
  }

  #addParts(hash: Uint8Array, found: Set<number>) {
    for (const id of this.#wholes.near(hash, partDistance)) found.add(id)
    for (const id of this.#inners.near(hash, partDistance)) found.add(id)
  }
}

const pageSize = 10_000

let kept: PictureIndex | undefined

/** The index of this process, up to date. */
export async function pictureIndex() {
  const [{ order }] = await db.from('fingerprints').max('compared_order as order')
  if (kept && kept.order > (order ?? 0)) kept = undefined
  kept ??= new PictureIndex()
  await kept.catchUp()
  return kept
}

/** For whoever puts another database in the place of this one. */
export function forgetPictureIndex() {
  kept = undefined
}
