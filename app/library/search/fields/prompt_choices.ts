import { seenAssets } from '#library/seeing'
import type User from '#accounts/models/user'
import type { Condition, Context, Field, Offering } from '#library/search/fields/field'
import { checkPattern, likePattern, nameCondition } from '#library/search/fields/names'
import { any, never, not, places, rows, sql } from '#library/search/sql'
import type { Value } from '#library/search/tree'
import { keyword } from '#library/search/values'

/** What a choice may be called after `choice.`, within a query. */
export const choiceNamed = /^choice\.([\p{L}\p{N}_./-]+)$/iu

/**
 * What a prompt template chose: `choice.colour:red`, or `choice:red` by any name. A value is
 * meant as a whole unless it has a `*`. The second use of a name, colour.2, counts as colour.
 */
export function promptChoice(name: string | null): Field {
  return {
    label: name ? `Choice of ${name}` : 'Choice',
    help: 'what a prompt template chose, by the name of the choice or by any',
    example: 'choice.colour:red',
    check: checkPattern,
    offer: (offering) => offerValues(name, offering),
    build: async ({ values, operator }, context) => {
      const names = await namesMeant(name)
      if (!names.length) return none(name, context)
      const parts = values.map((value) => choiceCondition(names, value))
      if (operator === '!=') return not(any(parts))
      return parts.length === 1 ? parts[0] : any(parts)
    },
  }
}

/** The names of the choices of pictures that a person may see: `choice.` is completed by them. */
export async function choiceNames(viewer: User) {
  const visible = seenAssets(viewer, 'p')
  const seen = `${distinctNames} AND EXISTS (
    SELECT 1 FROM asset_choices c JOIN assets p ON p.id = c.asset_id
    WHERE c.name = names.name AND ${visible.sql} AND p.deleted_at IS NULL)`
  const found = await rows<{ name: string }>(sql(`${seen} LIMIT 2000`, ...visible.bindings))
  return [...new Set(found.map(({ name }) => plainName(name)))]
}

function choiceCondition(names: string[], value: Value): Condition {
  const word = keyword(value)
  const one = `FROM asset_choices c WHERE c.name IN (${places(names)})`
  if (word) {
    return sql(
      `${word === 'any' ? '' : 'NOT '}EXISTS (SELECT 1 ${one} AND c.asset_id = a.id)`,
      ...names
    )
  }
  const same = nameCondition('c.value', value, '=')
  const bindings = [...names, ...same.bindings]
  return {
    ...sql(`EXISTS (SELECT 1 ${one} AND c.asset_id = a.id AND ${same.sql})`, ...bindings),
    driver: {
      ...sql(
        `SELECT DISTINCT p.position FROM assets p WHERE p.id IN (SELECT c.asset_id ${one} AND ${same.sql})`,
        ...bindings
      ),
      ordered: false,
    },
  }
}

/** As they are written in the library: names are few, and compared without case. */
async function namesMeant(name: string | null) {
  const found = await rows<{ name: string }>(sql(`${distinctNames} LIMIT 2000`))
  const all = found.map((row) => row.name)
  if (name === null) return all
  const wanted = name.toLowerCase()
  return all.filter((each) => written(each) === wanted || plainName(each) === wanted)
}

/** As a query writes a name, which has no room for blanks. */
function written(name: string) {
  return name.toLowerCase().replace(/[^\p{L}\p{N}_./-]+/gu, '_')
}

/** Of the first and of every further use: colour of colour.2, negative of negative.1. */
function plainName(name: string) {
  return written(name).replace(/\.\d+$/, '')
}

function none(name: string | null, { hint }: Context) {
  hint(name ? `Nothing was made with a choice “${name}”.` : 'Nothing was made with choices.')
  return never
}

async function offerValues(name: string | null, { part, viewer }: Offering) {
  const names = await namesMeant(name)
  if (!names.length) return []
  const seen = seenAssets(viewer, 'p')
  const found = await rows<{ value: string; count: number }>(
    sql(
      `SELECT c.value, count(DISTINCT c.asset_id) AS count FROM asset_choices c
        JOIN assets p ON p.id = c.asset_id
        WHERE c.name IN (${places(names)}) AND ${seen.sql} AND p.deleted_at IS NULL
          AND c.value <> '' AND lower(c.value) LIKE ? ESCAPE '\\'
        GROUP BY c.value ORDER BY count DESC, c.value LIMIT 200`,
      ...names,
      ...seen.bindings,
      likePattern(part, '')
    )
  )
  return found.map(({ value, count }) => ({ value, count: Number(count) }))
}

/** One step of the index per name. */
const distinctNames = `WITH RECURSIVE names (name) AS (
    SELECT min(name) FROM asset_choices
    UNION ALL SELECT (SELECT min(name) FROM asset_choices WHERE name > names.name) FROM names WHERE names.name IS NOT NULL
  ) SELECT name FROM names WHERE name IS NOT NULL`
