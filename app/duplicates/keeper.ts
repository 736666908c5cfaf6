import { extname, basename } from 'node:path'

/** What the rules look at. Null: not known or not applicable. */
export interface Candidate {
  path: string
  /** That show something: without a border's. */
  pixels: number
  /** Bytes. */
  size: number
  mime: string
  /** 1 to 100, of JPEGs. */
  jpegQuality: number | null
  sharpness: number | null
  /** Milliseconds since 1970. */
  modifiedAt: number
  hasGenerationMetadata: boolean | null
}

export type KeeperRule =
  | 'generation_metadata'
  | 'resolution'
  | 'original'
  | 'jpeg_quality'
  | 'sharpness'
  | 'size'
  | 'name'
  | 'oldest'

/** The order in which they decide; what is nearly equal goes on to the next. */
export const defaultRules: KeeperRule[] = [
  'generation_metadata',
  'resolution',
  'original',
  'jpeg_quality',
  'sharpness',
  'size',
  'name',
  'oldest',
]

/** Values differing by less than this share of the greater are equal. */
const nearTie = 0.02

/** More is better; null leaves the rule out for the whole group. */
const values: Record<KeeperRule, (candidate: Candidate) => number | null> = {
  generation_metadata: ({ hasGenerationMetadata }) =>
    hasGenerationMetadata === null ? null : Number(hasGenerationMetadata),
  resolution: ({ pixels }) => pixels,
  original: ({ mime }) => (lossless.has(mime) ? 1 : 0),
  jpeg_quality: ({ jpegQuality }) => jpegQuality,
  sharpness: ({ sharpness }) => sharpness,
  size: ({ size }) => size,
  name: ({ path }) => (looksCopied(path) ? 0 : 1),
  oldest: ({ modifiedAt }) => -modifiedAt,
}

const lossless = new Set(['image/png', 'image/tiff', 'image/bmp'])

/** Of two files with the very same pixels, the one the other was decoded from: a lossless copy adds nothing to a JPEG. */
const fromPixels: Partial<typeof values> = { original: ({ mime }) => (lossless.has(mime) ? 0 : 1) }

/**
 * The one of a group that should be kept, by its number, with the rule that left no other. Rules
 * narrow the group in order; where all of them leave several, the first path in the alphabet.
 */
export function suggestKeeper(
  candidates: Candidate[],
  { rules = defaultRules, samePixels = false } = {}
): { keeper: number; reason: KeeperRule | 'path' } {
  let left = [...candidates.keys()]
  for (const rule of rules) {
    const valueOf = (samePixels && fromPixels[rule]) || values[rule]
    const narrowed = bestOf(left, (id) => valueOf(candidates[id]), rule)
    if (left.length > 1 && narrowed.length === 1) return { keeper: narrowed[0], reason: rule }
    left = narrowed
  }
  left.sort((a, b) => (candidates[a].path < candidates[b].path ? -1 : 1))
  return { keeper: left[0], reason: 'path' }
}

function bestOf(left: number[], valueOf: (id: number) => number | null, rule: KeeperRule) {
  const found = left.map(valueOf)
  if (found.some((value) => value === null)) return left
  const best = Math.max(...(found as number[]))
  const slack = rule === 'oldest' ? 0 : Math.abs(best) * nearTie
  return left.filter((_, at) => found[at]! >= best - slack)
}

/** 'picture (1).png', 'picture copy 2.png', 'picture - Kopie.png', 'picture-1.png', 'Copy of picture.png' */
export function looksCopied(path: string) {
  const stem = basename(path, extname(path))
  return (
    /(\(\d+\)|[\s_-]+(copy|kopie|copie|copia)(\s*\(?\d+\)?)?|[-_]\d)$/i.test(stem) ||
    /^(copy of|kopie von|copie de)\s/i.test(stem)
  )
}
