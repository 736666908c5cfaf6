import type { Condition, Field } from '#library/search/fields/field'
import { isSqlite } from '#core/dialect'
import { any, not, rows, sql, TooBroad } from '#library/search/sql'
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
    build: async ({ values, operator }) => {
      const parts = await Promise.all(values.map((value) => textValue(column, value)))
      const match = parts.every((part) => part.match) && parts.map((part) => part.match)
      const found = match ? textMatch(match.map((each) => `(${each})`).join(' OR ')) : any(parts)
      return operator === '!=' ? not(found) : found
    },
  }
}

/** Bare words and phrases: everything the full text holds. Null where there is no letter or digit to search for. */
export async function anyText({ text, prefix }: TextNode): Promise<Condition | null> {
  if (!hasToken(text)) return null
  if (prefix) await refuseWide(text)
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

async function textValue(column: string, value: Value): Promise<Condition> {
  const word = keyword(value)
  if (word) return sql(`coalesce(a.${column}, '') ${word === 'any' ? '<>' : '='} ''`)
  const prefix = value.text.endsWith('*')
  const text = prefix ? value.text.slice(0, -1) : value.text
  if (!hasToken(text)) return sql('1 = 0')
  if (prefix) await refuseWide(text)
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

/** A string of FTS5, which would end at a NUL; to it that is one more sign between words. */
function expression(text: string, prefix: boolean) {
  return `"${text.replaceAll('\0', ' ').replaceAll('"', '""')}"${prefix ? '*' : ''}`
}

/** A fifth of a second: the lists of all words with a beginning are merged before the first is found, and nothing stops that. */
const mostPages = 2_000

/** Throws TooBroad where the words with this beginning fill too much of the full text. */
async function refuseWide(text: string) {
  const beginning = folded(text.match(/[\p{L}\p{N}\p{Co}]+/gu)!.at(-1)!)
  if (!isSqlite()) return
  const [{ pages }] = await rows<{ pages: number }>(
    sql(pagesOfWords, Buffer.from(`0${beginning}`), Buffer.from(`0${beginning}\u{10ffff}`))
  )
  if (pages <= mostPages) return
  throw new TooBroad(`Too many words begin with “${beginning}”: write more of it before the *.`)
}

/** From the index of the full text's own pages: the word that each segment's page begins with. */
const pagesOfWords = `WITH RECURSIVE segments (id) AS (
    SELECT min(segid) FROM asset_texts_idx
    UNION ALL SELECT (SELECT min(segid) FROM asset_texts_idx WHERE segid > segments.id) FROM segments WHERE segments.id IS NOT NULL
  ) SELECT coalesce(sum(pages), 0) AS pages FROM (
    SELECT (SELECT max(pgno / 2) - min(pgno / 2) + 1 FROM asset_texts_idx
      WHERE segid = segments.id AND term >= ? AND term < ?) AS pages FROM segments
  ) AS counted`

/** As the full text keeps its words. */
function folded(word: string) {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function tsquery(text: string, prefix: boolean) {
  const words = text.match(/[\p{L}\p{N}\p{Co}]+/gu)!
  return words.join(' <-> ') + (prefix ? ':*' : '')
}
