import { seenAssets } from '#library/seeing'
import { hash } from 'node:crypto'
import type User from '#accounts/models/user'
import { rows, sql } from '#library/search/sql'

/** Items made with one prompt and model, from different seeds: kept side by side, never offered for deletion. */
export interface Variants {
  prompt: string
  model: string | null
  /** Newest first. */
  assetIds: number[]
}

interface Row {
  id: number
  position: number
  prompt: string
  model: string | null
  seed: string
}

/** How many items are looked through for one page: a session's worth many times over. */
const stretch = 2_000

/**
 * Variants among the 2,000 newest pictures with a prompt and a seed before a place in the feed
 * (`before`, a position), and the place where the next stretch begins; null at the end. What was
 * made far apart in time is not brought together: an item's own `sameprompt:` finds that.
 */
export async function variantsPage({ viewer, before }: { viewer: User; before?: number }) {
  const seen = seenAssets(viewer, 'assets')
  const found = await rows<Row>(
    sql(
      `SELECT id, position, prompt, model, seed FROM assets
       WHERE position < ? AND ${seen.sql} AND deleted_at IS NULL AND kind = 'image'
         AND prompt IS NOT NULL AND seed IS NOT NULL
       ORDER BY position DESC LIMIT ${stretch}`,
      before ?? Number.MAX_SAFE_INTEGER,
      ...seen.bindings
    )
  )
  const made = Map.groupBy(found, ({ model, prompt }) => hash('sha256', `${model}\n${prompt}`))
  const groups = [...made.values()].filter((same) => new Set(same.map(({ seed }) => seed)).size > 1)
  return {
    groups: groups.map(variantsOf),
    next: found.length < stretch ? null : found.at(-1)!.position,
  }
}

function variantsOf(same: Row[]): Variants {
  const [{ prompt, model }] = same
  return { prompt, model, assetIds: same.map(({ id }) => id) }
}
