import type { Field } from '#library/search/fields/field'
import { nameCondition } from '#library/search/fields/names'
import { any, not, rows, sql } from '#library/search/sql'
import { keyword } from '#library/search/values'

export const loras: Field = {
  label: 'LoRA',
  help: 'LoRA, or part of its name',
  example: 'lora:detail',
  check: () => {},
  offer: async ({ part }) => {
    const found = await rows<{ value: string }>(sql(distinctNames))
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

/** One step of the index per name, however many pictures use it. */
const distinctNames = `WITH RECURSIVE names (value) AS (
    SELECT min(name) FROM asset_loras
    UNION ALL SELECT (SELECT min(name) FROM asset_loras WHERE name > names.value) FROM names WHERE names.value IS NOT NULL
  ) SELECT value FROM names WHERE value IS NOT NULL LIMIT 2000`
