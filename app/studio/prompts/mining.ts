import { seenAssets } from '#library/seeing'
import db from '@adonisjs/lucid/services/db'
import type User from '#accounts/models/user'
import { kindOf, type BlockKind } from '#studio/prompts/kinds'

export interface MinedPart {
  text: string
  kind: BlockKind
  /** In how many pictures. */
  count: number
  /** The mean of this person's ratings of them. */
  rating: number
}

const mostPictures = 2_000
const shownOfKind = 12

/**
 * The parts between commas of the prompts of the pictures this person rated 4 and 5, the
 * most used of each kind first; of their last 2,000.
 */
export async function minedParts(viewer: User): Promise<MinedPart[]> {
  const seen = seenAssets(viewer)
  const pictures = await db
    .from('marks as m')
    .join('assets as a', 'a.id', 'm.asset_id')
    .where('m.user_id', viewer.id)
    .where('m.rating', '>=', 4)
    .whereRaw(seen.sql, seen.bindings)
    .whereNull('a.deleted_at')
    .whereNotNull('a.prompt')
    .orderBy('m.position', 'desc')
    .limit(mostPictures)
    .select('a.prompt', 'm.rating')
  const parts = new Map<string, MinedPart & { sum: number }>()
  for (const { prompt, rating } of pictures) {
    for (const [place, text] of [...new Set(partsOf(prompt))].entries()) {
      const key = text.toLowerCase()
      const known = parts.get(key) ?? {
        text,
        kind: kindOf(text, place),
        count: 0,
        sum: 0,
        rating: 0,
      }
      const count = known.count + 1
      const sum = known.sum + Number(rating)
      parts.set(key, { ...known, count, sum, rating: sum / count })
    }
  }
  return mostUsed([...parts.values()].map(({ sum, ...part }) => part))
}

/** Split at commas and line ends, not inside brackets; without weights, LoRAs and what is too long to be a part. */
export function partsOf(prompt: string) {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const sign of `${prompt},`) {
    if ('([<{'.includes(sign)) depth += 1
    if (')]>}'.includes(sign)) depth = Math.max(0, depth - 1)
    if (sign === '\n' || (sign === ',' && !depth)) {
      parts.push(plain(part))
      part = ''
      depth = 0
    } else part += sign
  }
  return parts.filter((text) => text.length > 1 && text.length <= 120)
}

/** `(masterpiece:1.3)` is masterpiece, and `<lora:snow:0.8>` nothing. */
function plain(part: string) {
  const text = part.replace(/<[^>]*>/g, '').trim()
  return /^[([{]+(.*?)(?::-?[\d.]+)?[)\]}]+$/.exec(text)?.[1].trim() ?? text
}

function mostUsed(parts: MinedPart[]) {
  const shown = new Map<BlockKind, number>()
  return parts
    .sort((one, other) => other.count - one.count || other.rating - one.rating)
    .filter(({ kind }) => {
      shown.set(kind, (shown.get(kind) ?? 0) + 1)
      return shown.get(kind)! <= shownOfKind
    })
}
