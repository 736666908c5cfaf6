import db from '@adonisjs/lucid/services/db'
import { upright } from '#duplicates/fingerprints'
import { uniquePairs, type IdPair } from '#duplicates/pairs/writing'
import { hashPixelsOf } from '#library/decoding/decoder'
import { locateOriginal } from '#library/originals'

interface Sized {
  id: number
  sha256: string
  thumbnail: string
  size: string
  taken: boolean
  sourceFolderId: number | null
  path: string
}

/**
 * Has the pixels of candidates hashed in full size where two files have equal thumbnails and
 * dimensions: only then they may be the same to the last pixel. Of an animation one frame was
 * looked at, so it never is. Answers the candidates.
 */
export async function takePixelHashes(candidates: IdPair[]) {
  const pairs = [...uniquePairs(candidates).values()]
  const sized = await sizedOf([...new Set(pairs.flat())])
  const wanted = new Map<number, Sized>()
  for (const pair of pairs) {
    const [one, other] = pair.map((id) => sized.get(id))
    if (!one || !other || one.sha256 === other.sha256) continue
    if (one.thumbnail !== other.thumbnail || one.size !== other.size) continue
    for (const each of [one, other]) if (!each.taken) wanted.set(each.id, each)
  }
  for (const each of wanted.values()) await takePixelHash(each)
  return candidates
}

/** A file that cannot be read now is the same as no other. */
async function takePixelHash(sized: Sized) {
  const located = await locateOriginal(sized)
  const hash = located && (await hashPixelsOf(located).catch(() => null))
  if (!hash) return
  const { id, sha256 } = sized
  await db.from('fingerprints').where({ asset_id: id, sha256 }).update({ pixel_sha256: hash })
}

const idsAtOnce = 1_000

async function sizedOf(ids: number[]) {
  const found = new Map<number, Sized>()
  for (let start = 0; start < ids.length; start += idsAtOnce) {
    const rows = await db
      .from('fingerprints as f')
      .join('assets as a', 'a.id', 'f.asset_id')
      .whereIn('f.asset_id', ids.slice(start, start + idsAtOnce))
      .whereRaw('coalesce(a.frames, 1) = 1')
      .select('f.asset_id', 'f.sha256', 'f.thumbnail_sha256', 'f.pixel_sha256')
      .select('a.width', 'a.height', 'a.orientation', 'a.source_folder_id', 'a.path')
    for (const row of rows) {
      const { width, height } = upright(row)
      found.set(row.asset_id, {
        id: row.asset_id,
        sha256: row.sha256,
        thumbnail: row.thumbnail_sha256,
        size: `${width}×${height}`,
        taken: row.pixel_sha256 !== null,
        sourceFolderId: row.source_folder_id,
        path: row.path,
      })
    }
  }
  return found
}
