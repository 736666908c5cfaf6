import type { Condition, Field } from '#library/search/fields/field'
import { any, isSqlite, not, sql } from '#library/search/sql'
import type { TextNode, Value } from '#library/search/tree'
import { keyword } from '#library/search/values'

interface TextOptions {
  label: string
  help: string
  example: string
}

/** A field over one column of the full text. */
export function texts(column: string, options: TextOptions): Field {
  return {
    ...options,
    check: () => {},
    build: ({ values, operator }) => {
      const parts = values.map((value) => textValue(column, value))
      const match = parts.every((part) => part.match) && parts.map((part) => part.match)
      const found = match ? textMatch(match.map((each) => `(${each})`).join(' OR ')) : any(parts)
      return operator === '!=' ? not(found) : found
    },
  }
}

/** Bare words and phrases: everything the full text holds. Null where there is no letter or digit to search for. */
export function anyText({ text, prefix }: TextNode): Condition | null {
  if (!hasToken(text)) return null
  if (isSqlite()) return textMatch(expression(text, prefix))
  return sql('a.texts @@ to_tsquery(?, ?)', 'simple', tsquery(text, prefix))
}

/** A condition, and a way in, from an FTS5 expression. */
export function textMatch(match: string): Condition {
  return {
    ...sql(
      '(SELECT 1 FROM asset_texts WHERE asset_texts MATCH ? AND rowid = a.position) = 1',
      match
    ),
    match,
    driver: {
      ...sql('SELECT rowid AS position FROM asset_texts WHERE asset_texts MATCH ?', match),
      ordered: true,
    },
  }
}

function textValue(column: string, value: Value): Condition {
  const word = keyword(value)
  if (word) return sql(`coalesce(a.${column}, '') ${word === 'any' ? '<>' : '='} ''`)
  const prefix = value.text.endsWith('*')
  const text = prefix ? value.text.slice(0, -1) : value.text
  if (!hasToken(text)) return sql('1 = 0')
  if (isSqlite()) return textMatch(`{${column}} : ${expression(text, prefix)}`)
  return sql(
    `to_tsvector(?, a.${column}) @@ to_tsquery(?, ?)`,
    'simple',
    'simple',
    tsquery(text, prefix)
  )
}

/** What the full text counts as a letter of a word. */
const hasToken = (text: string) => /[\p{L}\p{N}\p{Co}]/u.test(text)

function expression(text: string, prefix: boolean) {
  return `"${text.replaceAll('"', '""')}"${prefix ? '*' : ''}`
}

function tsquery(text: string, prefix: boolean) {
  const words = text.match(/[\p{L}\p{N}\p{Co}]+/gu)!
  return words.join(' <-> ') + (prefix ? ':*' : '')
}
