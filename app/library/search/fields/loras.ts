import { seenAssets } from '#library/seeing'
import type { Driver, Field } from '#library/search/fields/field'
import { checkPattern, nameCondition } from '#library/search/fields/names'
import { leading } from '#library/search/leading'
import { any, not, rows, sql } from '#library/search/sql'
import type { Operator, Value } from '#library/search/tree'
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
  build: async ({ values, operator }, { trash }) => {
    const parts = values.map((value) => {
      const word = keyword(value)
      const one = 'EXISTS (SELECT 1 FROM asset_loras l WHERE l.asset_id = a.id'
      if (word) return sql(`${word === 'any' ? '' : 'NOT '}${one})`)
      const name = nameCondition('l.name', value, operator)
      return sql(`${one} AND ${name.sql})`, ...name.bindings)
    })
    const found = any(parts)
    if (operator === '!=') return not(found)
    if (trash || values.some(keyword)) return found
    return { ...found, driver: await driverOf(values, operator) }
  },
}

/** There are few names, so that the pattern is tried on those and not on each use of them. */
async function driverOf(values: Value[], operator: Operator): Promise<Driver> {
  const name = any(values.map((value) => nameCondition('value', value, operator)))
  const used = sql(
    `SELECT asset_id FROM asset_loras WHERE name IN
      (${names} SELECT value FROM names WHERE value IS NOT NULL AND (${name.sql}))`,
    ...name.bindings
  )
  const [{ count }] = await rows<{ count: number }>(
    sql(
      `SELECT count(*) AS count FROM (${used.sql} LIMIT ${leading.smallSet + 1}) AS used`,
      ...used.bindings
    )
  )
  return {
    ...sql(
      `SELECT position FROM assets WHERE deleted_at IS NULL AND id IN (${used.sql})`,
      ...used.bindings
    ),
    ordered: false,
    count: Number(count),
    overlapping: true,
  }
}

/** One step of the index per name. */
const names = `WITH RECURSIVE names (value) AS (
    SELECT min(name) FROM asset_loras
    UNION ALL SELECT (SELECT min(name) FROM asset_loras WHERE name > names.value) FROM names WHERE names.value IS NOT NULL
  )`

/** Of each name a picture that the person may see. */
const distinctNames = (
  seen: string
) => `${names} SELECT value FROM names WHERE value IS NOT NULL AND EXISTS (
    SELECT 1 FROM asset_loras l JOIN assets a ON a.id = l.asset_id
    WHERE l.name = names.value AND ${seen} AND a.deleted_at IS NULL
  ) LIMIT 2000`
