import type { Choice } from '#library/search/fields/choices'
import { favorites, rated } from '#library/search/fields/marks'
import { not, sql } from '#library/search/sql'
import { absencesAbove, statesAbove } from '#start/search'

const column = (help: string, condition: string): Choice => ({ help, build: () => sql(condition) })
/** Few among many: each has an index of its own. */
const rare = (help: string, filledIn: string): Choice => ({
  help,
  build: () => ({
    ...sql(`a.${filledIn} IS NOT NULL`),
    driver: { ...sql(`SELECT position FROM assets WHERE ${filledIn} IS NOT NULL`), ordered: true },
  }),
})
const anyTag = 'EXISTS (SELECT 1 FROM asset_tags t WHERE t.asset_id = a.id)'

export const states: Record<string, Choice> = {
  favorite: { help: 'your favourites', build: favorites },
  unrated: { help: 'without a rating of yours', build: (context) => not(rated(context)) },
  untagged: column('without a tag', `NOT ${anyTag}`),
  ai: column('made by a machine', 'a.ai'),
  private: column('seen by its owner only', `a.audience <> 0`),
  locked: rare('kept as it is until it is unlocked', 'locked_at'),
  edited: column('changed by hand', 'a.edited_at IS NOT NULL'),
  broken: rare('cannot be decoded', 'broken_reason'),
  missing: rare('file is gone', 'missing_at'),
  drifted: rare('file changed on disk', 'drifted_at'),
  trashed: rare('in the trash', 'deleted_at'),
  ...statesAbove,
}

const filled = (name: string) => `coalesce(a.${name}, '') <> ''`

export const possessions: Record<string, Choice> = {
  prompt: column('a prompt', filled('prompt')),
  negative: column('a negative prompt', filled('negative_prompt')),
  notes: column('notes', filled('notes')),
  model: column('a model', 'a.model IS NOT NULL'),
  seed: column('a seed', 'a.seed IS NOT NULL'),
  workflow: column('a ComfyUI workflow', 'a.has_workflow'),
  gps: column('a place', 'a.has_location'),
  lora: column('a LoRA', 'EXISTS (SELECT 1 FROM asset_loras l WHERE l.asset_id = a.id)'),
  tag: column('a tag', anyTag),
}

export const absences: Record<string, Choice> = {
  thumb: column('no thumbnail', 'a.placeholder IS NULL'),
  metadata: column('no generation metadata', 'a.generator IS NULL AND a.prompt IS NULL'),
  ...absencesAbove,
}
