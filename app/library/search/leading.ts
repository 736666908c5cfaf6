import type { Condition, Driver } from '#library/search/fields/field'
import { rows, sql } from '#library/search/sql'

export const leading = {
  /** An unordered set this small is read and sorted whole; a larger one is met often enough in the feed. */
  smallSet: 8_000,
  /** Asking the full text about one item costs as much as going through so many that it holds. */
  textCheck: 50,
  textSample: 1_000,
}

export interface Led {
  /** The condition whose way in leads past the fewest that the others refuse; none means the feed. */
  leader?: Condition
  /** The others, in the order to check them: what few pass first, the full text last. */
  checked: Condition[]
}

/** `streamed`: the search has an order of its own to walk in, so that only a small set may lead. */
export async function lead(conditions: Condition[], streamed: boolean): Promise<Led> {
  const text = conditions.find(({ match }) => match)
  const others = conditions.filter((condition) => condition.driver && condition !== text)
  const counts = new Map<Condition, number>()
  for (const condition of others) counts.set(condition, await size(condition.driver!))
  const usable = others.filter(
    (condition) =>
      (condition.driver!.ordered && !streamed) || counts.get(condition)! <= leading.smallSet
  )
  const [best] = usable.sort((one, other) => counts.get(one)! - counts.get(other)!)
  const leader = await againstText(streamed, text, best, counts.get(best))
  const rank = (condition: Condition) => {
    if (condition.span) return 0
    return condition.match || condition.unwanted ? 2e9 : (counts.get(condition) ?? 1e9)
  }
  const checked = conditions.filter((condition) => condition !== leader)
  return { leader, checked: checked.sort((one, other) => rank(one) - rank(other)) }
}

async function againstText(streamed: boolean, text?: Condition, best?: Condition, bestCount = 0) {
  if (!text) return best
  if (streamed && !best) {
    const texts = await countUpTo(text.driver!, leading.smallSet)
    return texts > leading.smallSet ? undefined : text
  }
  if (!best) return text
  if (bestCount * leading.textCheck <= leading.textSample) return best
  return (await textsPerItem(text.driver!, best.driver!, bestCount)) < leading.textCheck
    ? text
    : best
}

/** How many the full text holds for each of the others, among the newest of the full text where it holds many. */
async function textsPerItem(texts: Driver, others: Driver, otherCount: number) {
  const [{ count, lowest }] = await rows<{ count: number; lowest: number }>(
    sql(
      `SELECT count(*) AS count, min(position) AS lowest FROM (${texts.sql} ORDER BY position DESC LIMIT ${leading.textSample}) AS newest`,
      ...texts.bindings
    )
  )
  if (Number(count) < leading.textSample) return Number(count) / otherCount
  const asNew = sql(`${others.sql} AND position >= ?`, ...others.bindings, Number(lowest))
  return leading.textSample / (await countUpTo({ ...others, ...asNew }, leading.textSample))
}

async function size(driver: Driver) {
  return driver.count ?? countUpTo(driver, leading.smallSet)
}

async function countUpTo(driver: Driver, most: number) {
  const [{ count }] = await rows<{ count: number }>(
    sql(
      `SELECT count(*) AS count FROM (${driver.sql} LIMIT ${most + 1}) AS counted`,
      ...driver.bindings
    )
  )
  return Number(count)
}
