import { seenBy } from '#duplicates/review_queue'
import type { Choice } from '#library/search/fields/choices'
import { all, sql } from '#library/search/sql'

/** By the preset this installation works with. */
const ofPreset = sql(
  `g.preset = coalesce((SELECT preset FROM duplicate_settings WHERE id = 1), 'normal')`
)

/** Items with duplicates that this person sees. */
export const duplicate: Choice = {
  help: 'has duplicates',
  build: ({ viewer }) => {
    const shown = all([ofPreset, ...seenBy(viewer)])
    const groups = 'duplicate_groups g JOIN duplicate_group_members gm ON gm.group_id = g.id'
    return {
      ...sql(
        `EXISTS (SELECT 1 FROM ${groups} WHERE gm.asset_id = a.id AND ${shown.sql})`,
        ...shown.bindings
      ),
      driver: {
        ...sql(
          `SELECT DISTINCT c.position FROM ${groups} JOIN assets c ON c.id = gm.asset_id WHERE ${shown.sql}`,
          ...shown.bindings
        ),
        ordered: false,
      },
    }
  },
}

/** Pictures that are not hashed, or not since they got another file. */
export const missingHash: Choice = {
  help: 'no perceptual hash',
  build: () =>
    sql(`a.kind = 'image' AND NOT EXISTS (
      SELECT 1 FROM fingerprints f WHERE f.asset_id = a.id AND f.sha256 = a.sha256)`),
}
