import { extname, basename } from 'node:path'

/** What the rules look at. Null or absent: not known or not applicable. */
export interface Candidate {
  path: string
  /** As people know it, where the path does not end in it. */
  fileName?: string
  /** That show something: without a border's. */
  pixels: number
  /** Bytes. */
  size: number
  mime: string
  /** 1 to 100, of JPEGs. */
  jpegQuality: number | null
  sharpness: number | null
  /** False: black and white, which may be an edit of one in colour. */
  hasColour?: boolean | null
  /** Milliseconds since 1970. */
  modifiedAt: number
  hasGenerationMetadata: boolean | null
  isProtected?: boolean | null
  /** Stays as it is, whatever the rules say. */
  isLocked?: boolean
  isFavorite?: boolean | null
  isCollected?: boolean | null
  /** 0: not rated. */
  rating?: number | null
}

/** One line of the list: a rule, and the folders (paths) or formats it prefers, the best first. */
export interface KeeperRule {
  name: KeeperRuleName
  folders?: string[]
  formats?: string[]
}

/** Values differing by less than this share of the greater are equal. */
const nearTie = 0.02

type Value = number | boolean | null | undefined

/** More is better; null leaves the rule out for the whole group. */
const values = {
  protected_folder: ({ isProtected }) => isProtected,
  favorite: ({ isFavorite }) => isFavorite,
  collection: ({ isCollected }) => isCollected,
  rating: ({ rating }) => rating,
  generation_metadata: ({ hasGenerationMetadata }) => hasGenerationMetadata,
  colour: ({ hasColour }) => hasColour,
  resolution: ({ pixels }) => pixels,
  original: ({ mime }) => lossless.has(mime),
  jpeg_quality: ({ jpegQuality }) => jpegQuality,
  sharpness: ({ sharpness }) => sharpness,
  size: ({ size }) => size,
  name: ({ path, fileName }) => !looksCopied(fileName ?? path),
  oldest: ({ modifiedAt }) => -modifiedAt,
  newest: ({ modifiedAt }) => modifiedAt,
  preferred_folder: ({ path }, { folders = [] }) =>
    placeIn(folders, (folder) => path.startsWith(folder.replace(/\/*$/, '/'))),
  preferred_format: ({ mime }, { formats = [] }) => placeIn(formats, (format) => format === mime),
} satisfies Record<string, (candidate: Candidate, rule: KeeperRule) => Value>

export type KeeperRuleName = keyof typeof values

export const keeperRuleNames = Object.keys(values) as KeeperRuleName[]

/** What decided: a lock, a rule, or the alphabet where no rule did. */
export type KeeperReason = KeeperRuleName | 'locked' | 'path'

/** The order in which they decide; what is nearly equal goes on to the next. */
export const defaultRules: KeeperRule[] = keeperRuleNames
  .filter((name) => !['newest', 'preferred_folder', 'preferred_format'].includes(name))
  .map((name) => ({ name }))

const lossless = new Set(['image/png', 'image/tiff', 'image/bmp'])

/** Times are told apart to the millisecond: two percent of them are a year. */
const exact: KeeperRuleName[] = ['oldest', 'newest']

/**
 * The one of a group that should be kept, by its number, with the rule that left no other. What is
 * locked comes before all rules, which narrow the group in order; where all of them leave several, the first path in the alphabet.
 */
export function suggestKeeper(
  candidates: Candidate[],
  { rules = defaultRules, samePixels = false } = {}
): { keeper: number; reason: KeeperReason } {
  const all = [...candidates.keys()]
  const locked = all.filter((id) => candidates[id].isLocked)
  if (locked.length === 1 && all.length > 1) return { keeper: locked[0], reason: 'locked' }
  let left = locked.length ? locked : all
  for (const rule of rules) {
    const narrowed = bestOf(left, (id) => valueOf(rule, candidates[id], samePixels), rule)
    if (left.length > 1 && narrowed.length === 1) return { keeper: narrowed[0], reason: rule.name }
    left = narrowed
  }
  left.sort((a, b) => (candidates[a].path < candidates[b].path ? -1 : 1))
  return { keeper: left[0], reason: 'path' }
}

/** Of two files with the very same pixels, the one the other was decoded from: a lossless copy adds nothing to a JPEG. */
function valueOf(rule: KeeperRule, candidate: Candidate, samePixels: boolean) {
  const value: Value = values[rule.name](candidate, rule)
  return samePixels && rule.name === 'original' ? !value : value
}

function bestOf(left: number[], valueAt: (id: number) => Value, rule: KeeperRule) {
  const found = left.map(valueAt)
  if (found.some((value) => value === null || value === undefined)) return left
  const numbers = found.map(Number)
  const best = Math.max(...numbers)
  const slack = exact.includes(rule.name) ? 0 : Math.abs(best) * nearTie
  return left.filter((_, at) => numbers[at] >= best - slack)
}

/** More for what comes earlier in a list of wishes, nothing for what is not in it. */
function placeIn<T>(wishes: T[], fits: (wish: T) => boolean) {
  const at = wishes.findIndex(fits)
  return at < 0 ? 0 : wishes.length - at
}

/** 'picture (1).png', 'picture copy 2.png', 'picture - Kopie.png', 'picture-1.png', 'Copy of picture.png' */
export function looksCopied(path: string) {
  const stem = basename(path, extname(path))
  return (
    /(\(\d+\)|[\s_-]+(copy|kopie|copie|copia)(\s*\(?\d+\)?)?|[-_]\d)$/i.test(stem) ||
    /^(copy of|kopie von|copie de)\s/i.test(stem)
  )
}
