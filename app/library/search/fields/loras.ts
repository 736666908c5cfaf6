import { seenAssets } from '#library/seeing'
import type { Field } from '#library/search/fields/field'
import { checkPattern, nameCondition } from '#library/search/fields/names'
import { any, not, rows, sql } from '#library/search/sql'
import { keyword } from '#library/search/values'

export const loras: Field = {
  label: 'LoRA',
  help: 'LoRA, or part of its name',
  example: 'lora:detail',
  check: checkPattern,
  offer: async ({ part, viewer }) => {
    const seen = seenAssets(viewer)
    const found = await rows<{ value: string }>(sql(distinctNames(seen.sql), ...seen.bindings))
    return found.filter(({ value }) => value.toLowerCase().includes(part))
  },
  build: ({ values, operator }) => {
    const parts = values.map((value) => {
      const word = keyword(value)
      const one = 'EXISTS (SELECT 1 FROM asset_loras l WHERE l.asset_id = a.id'
      if (word) return sql(`${word === 'any' ? '' : 'NOT '}${one})`)
      const name = nameCondition('l.name', value, operator)
      return sql(`${one} AND ${name.sql})`, ...name.bindings)
    })
    return operator === '!=' ? not(any(parts)) : any(parts)
  },
}

/** One step of the index per name, and for each a picture that the person may see. */
const distinctNames = (seen: string) => `WITH RECURSIVE names (value) AS (
    SELECT min(name) FROM asset_loras
    UNION ALL SELECT (SELECT min(name) FROM asset_loras WHERE name > names.value) FROM names WHERE names.value IS NOT NULL
  ) SELECT value FROM names WHERE value IS NOT NULL AND EXISTS (
    SELECT 1 FROM asset_loras l JOIN assets a ON a.id = l.asset_id
    WHERE l.name = names.value AND ${seen} AND a.deleted_at IS NULL
  ) LIMIT 2000`
