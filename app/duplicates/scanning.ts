import { closeDecoder } from '#library/decoding/decoder'
import { groupLinks, shownPixels, type Group } from '#duplicates/grouping'
import { isInColour } from '#duplicates/hashing/colour'
import type { Candidate, KeeperReason } from '#duplicates/keeper'
import { findMatches } from '#duplicates/matching'
import type { MatchKind } from '#duplicates/pairs/judging'
import type { Preset } from '#duplicates/presets'
import { HashCache } from '#duplicates/scanning/cache'
import { picturesBelow, type PictureFile } from '#duplicates/scanning/files'
import { hashFile, type Hashed } from '#duplicates/scanning/hashing'

export interface ScannedMember {
  path: string
  sha256: string
  /** 64-bit pHash, hexadecimal. */
  phash: string
  width: number
  height: number
  size: number
  /** 0 to 100 beside the best of the group in pixels, compression and sharpness. */
  quality: number
  suggested_keeper: boolean
  /** Bits of 256 between this one's and the keeper's hashes. */
  distance: number
  kind: MatchKind | null
  /** Not directly alike to every other member. */
  weak: boolean
}

export interface ScannedGroup {
  /** Mean likeness to the keeper, 0 to 1. */
  score: number
  keeper_reason: KeeperReason
  members: ScannedMember[]
}

export interface Scan {
  groups: ScannedGroup[]
  scanned: number
  failed: number
  seconds: number
  failures: { path: string; reason: string }[]
}

type Picture = PictureFile & Hashed

/**
 * Finds duplicates among the picture files below some folders, changing nothing. `workers` files
 * are decoded at once (at most 6). Throws where a folder does not exist.
 */
export async function scanFolders(
  folders: string[],
  { preset, workers = 4 }: { preset: Preset; workers?: number }
): Promise<Scan> {
  const started = performance.now()
  const failures: Scan['failures'] = []
  const pictures = await hashAll(folders, workers, failures)
  const groups = groupPictures(pictures, preset)
  return {
    groups,
    scanned: pictures.length,
    failed: failures.length,
    seconds: Math.round(performance.now() - started) / 1000,
    failures,
  }
}

async function hashAll(folders: string[], workers: number, failures: Scan['failures']) {
  const cache = new HashCache()
  const pictures: Picture[] = []
  const failed = (path: string, error: Error) => failures.push({ path, reason: error.message })
  const files = picturesBelow(folders, failed)
  const work = async () => {
    for await (const file of files) {
      try {
        pictures.push({ ...file, ...(await hashOnce(file, cache)) })
      } catch (error) {
        failed(file.path, error as Error)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.max(1, workers) }, work))
  } finally {
    cache.close()
    await closeDecoder()
  }
  return pictures.sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function hashOnce(file: PictureFile, cache: HashCache) {
  const known = cache.find(file)
  if (known) return known
  const hashed = await hashFile(file)
  cache.keep(file, hashed)
  return hashed
}

function groupPictures(pictures: Picture[], preset: Preset): ScannedGroup[] {
  const described = pictures.map(describedPicture)
  return groupLinks(findMatches(pictures, preset), (id) => described[id]).map((group) =>
    describeGroup(group, (id) => described[id])
  )
}

/** What is told of a member, and what the rules decide by. */
type Described = Candidate & Pick<ScannedMember, 'sha256' | 'phash' | 'width' | 'height'>

/** A group as it is printed. */
export function describeGroup(
  { score, reason, keeper, members }: Group,
  describedOf: (id: number) => Described
): ScannedGroup {
  const group = members.map(({ id }) => describedOf(id))
  const described = members.map(({ id, distance, kind, weak }, at) => {
    const { path, sha256, phash, width, height, size } = group[at]
    const quality = qualityIn(group, group[at])
    const told = { path, sha256, phash, width, height, size, quality }
    return { ...told, suggested_keeper: id === keeper, distance, kind, weak }
  })
  return { score, keeper_reason: reason, members: described }
}

const describedPicture = (picture: Picture): Described => ({
  ...picture,
  phash: Buffer.from(picture.fingerprint.pHash).toString('hex'),
  pixels: shownPixels(picture.width, picture.height, picture.fingerprint.inner),
  sharpness: picture.fingerprint.sharpness,
  hasColour: isInColour(picture.fingerprint.colour),
  hasGenerationMetadata: null,
})

function qualityIn(group: Described[], picture: Described) {
  const most = (of: (other: Described) => number) => Math.max(...group.map(of), 1e-9)
  const pixels = ({ width, height }: Described) => width * height
  const sharp = ({ sharpness }: Described) => sharpness ?? 0
  const kept =
    picture.jpegQuality ?? (['image/png', 'image/tiff'].includes(picture.mime) ? 100 : 80)
  const shares = [pixels(picture) / most(pixels), kept / 100, sharp(picture) / most(sharp)]
  return Math.round(100 * (0.5 * shares[0] + 0.25 * shares[1] + 0.25 * shares[2]))
}
