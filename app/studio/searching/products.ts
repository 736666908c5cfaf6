import type { Condition } from '#library/search/fields/field'
import { any, never, not, places, sql, type Sql } from '#library/search/sql'
import type { FieldNode, Value } from '#library/search/tree'
import { keyword } from '#library/search/values'

/** What a field of the search knows of the products `p` and where they come from. */
interface Origin {
  /** Tables that stand beside the products, joined. */
  joined?: string
  /** The column of the number by which it is found. */
  column: string
  /** The numbers this person may see, as SQL. */
  seen: Sql
  /** The numbers a value means, as far as this person may see them. */
  idsOf(value: Value): Promise<number[]>
}

/** The items that came of what the values of a term mean; any of them, or none. */
export async function madeFor({ values, operator }: FieldNode, origin: Origin): Promise<Condition> {
  const parts = await Promise.all(values.map((value) => conditionOf(value, origin)))
  if (operator === '!=') return not(any(parts))
  return parts.length === 1 ? parts[0] : any(parts)
}

async function conditionOf(value: Value, { joined = '', column, seen, idsOf }: Origin) {
  const products = `FROM products p ${joined}`
  const word = keyword(value)
  if (word) {
    const made = sql(
      `EXISTS (SELECT 1 ${products} WHERE p.asset_id = a.id AND ${column} IN (${seen.sql}))`,
      ...seen.bindings
    )
    return word === 'any' ? made : not(made)
  }
  const ids = await idsOf(value)
  if (!ids.length) return never
  const these = `${column} IN (${places(ids)})`
  return {
    ...sql(`EXISTS (SELECT 1 ${products} WHERE p.asset_id = a.id AND ${these})`, ...ids),
    driver: {
      ...sql(
        `SELECT DISTINCT c.position ${products} JOIN assets c ON c.id = p.asset_id WHERE ${these}`,
        ...ids
      ),
      ordered: false,
    },
  }
}
