import type { Condition, Context, Field } from '#library/search/fields/field'
import { any, not } from '#library/search/sql'

export interface Choice {
  help: string
  build: (context: Context) => Condition
}

interface ChoiceOptions {
  label: string
  help: string
  example: string
}

/** A field that takes one of a few fixed words. */
export function choices(table: Record<string, Choice>, options: ChoiceOptions): Field {
  return {
    ...options,
    check: ({ text }) => {
      if (!Object.hasOwn(table, text.toLowerCase())) {
        throw new Error(`“${text}” is none of ${Object.keys(table).join(', ')}.`)
      }
    },
    offer: () => Object.entries(table).map(([value, { help }]) => ({ value, help })),
    build: ({ values, operator }, context): Condition => {
      const parts = values.map(({ text }) => table[text.toLowerCase()].build(context))
      if (parts.length === 1 && operator !== '!=') return parts[0]
      return operator === '!=' ? not(any(parts)) : any(parts)
    },
  }
}
