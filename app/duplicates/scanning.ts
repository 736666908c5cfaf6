import { closeDecoder } from '#library/decoding/decoder'
import { cluster, type Choice, type Cluster } from '#duplicates/clustering'
import { suggestKeeper, type Candidate, type KeeperReason } from '#duplicates/keeper'
import { findMatches, type Match } from '#duplicates/matching'
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
  const matches = findMatches(pictures, preset)
  const between = new Map(matches.map((match) => [`${match.first} ${match.second}`, match]))
  const matchOf = (a: number, b: number) => between.get(`${Math.min(a, b)} ${Math.max(a, b)}`)
  const suggest = (members: number[]) =>
    suggestKeeper(
      members.map((id) => candidateOf(pictures[id])),
      { samePixels: allSamePixels(members, matchOf) }
    )
  const choice: Choice = {
    best: (members) => members[suggest(members).keeper],
    isMuchWorse: (one, other) =>
      shownPixels(pictures[one]) < muchSmaller * shownPixels(pictures[other]),
  }
  return cluster(matches, choice)
    .map((found) => describe(found, reasonFor(found)))
    .sort((a, b) => b.score - a.score || (a.members[0].path < b.members[0].path ? -1 : 1))

  /** Where a better one is no full match of the others, what decided among the full matches. */
  function reasonFor({ members, keeper, weak }: Cluster) {
    const all = suggest(members)
    if (members[all.keeper] === keeper) return all.reason
    return suggest(members.filter((id) => id === keeper || !weak.includes(id))).reason
  }

  function describe(
    { members, keeper, weak }: Cluster,
    reason: ScannedGroup['keeper_reason']
  ): ScannedGroup {
    const group = members.map((id) => pictures[id])
    const described = members.map((id) => {
      const { path, sha256, width, height, size, fingerprint } = pictures[id]
      const match = id === keeper ? undefined : matchOf(id, keeper)
      return {
        path,
        sha256,
        phash: Buffer.from(fingerprint.pHash).toString('hex'),
        width,
        height,
        size,
        quality: qualityIn(group, pictures[id]),
        suggested_keeper: id === keeper,
        distance: match?.distance ?? 0,
        kind: match?.kind ?? null,
        weak: weak.includes(id),
      }
    })
    const others = described.filter(({ suggested_keeper: kept }) => !kept)
    const away = others.reduce((sum, { distance }) => sum + distance, 0) / others.length
    return {
      score: Math.round((1 - away / 256) * 1000) / 1000,
      keeper_reason: reason,
      members: described,
    }
  }
}

/** A copy with less than this share of the pixels is no substitute. */
const muchSmaller = 0.8

/** The pixels inside a border, for a border adds none worth keeping. */
function shownPixels({ width, height, fingerprint: { inner } }: Picture) {
  if (!inner) return width * height
  const { left, top, right, bottom } = inner.part
  return width * height * (right - left) * (bottom - top)
}

const candidateOf = (picture: Picture): Candidate => ({
  ...picture,
  pixels: shownPixels(picture),
  sharpness: picture.fingerprint.sharpness,
  hasGenerationMetadata: null,
})

function allSamePixels(members: number[], matchOf: (a: number, b: number) => Match | undefined) {
  return members.every(
    (id) => id === members[0] || ['bytes', 'pixels'].includes(matchOf(id, members[0])?.kind ?? '')
  )
}

function qualityIn(group: Picture[], picture: Picture) {
  const most = (of: (other: Picture) => number) => Math.max(...group.map(of), 1e-9)
  const pixels = ({ width, height }: Picture) => width * height
  const sharp = ({ fingerprint }: Picture) => fingerprint.sharpness
  const kept =
    picture.jpegQuality ?? (['image/png', 'image/tiff'].includes(picture.mime) ? 100 : 80)
  const shares = [pixels(picture) / most(pixels), kept / 100, sharp(picture) / most(sharp)]
  return Math.round(100 * (0.5 * shares[0] + 0.25 * shares[1] + 0.25 * shares[2]))
}
