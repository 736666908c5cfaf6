import type { Field } from '#library/search/fields/field'
import { nameCondition } from '#library/search/fields/names'
import { any, not, sql } from '#library/search/sql'
import { keyword } from '#library/search/values'

export const loras: Field = {
  label: 'LoRA',
  help: 'LoRA, or part of its name',
  example: 'lora:detail',
  check: () => {},
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
